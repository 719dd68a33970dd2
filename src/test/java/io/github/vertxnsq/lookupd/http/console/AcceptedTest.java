package io.github.vertxnsq.lookupd.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.Allocation;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What headers say that a client takes, or has. */
final class AcceptedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html | true",
        "TEXT/html;level=1;q=0.1 | true",
        "*/*, text/html ; q=1 | true",
        "text/html;q=0.01 | true",
        "text/html;q=x | true",
        "text/html;q | true",
        "text/html;q=0 | false",
        "text/html; Q = 0.000 ;x | false",
        "text/html;x=1;q=0. | false",
        "text/html;q=0, text/html | true",
        "text/htm | false",
        "text/html/x | false",
        ", ,; | false",
      })
  void anElementOfWeightIsTaken(String accepted, boolean takes) {
    assertEquals(takes, Accepted.html(with(HttpHeaders.ACCEPT, accepted)));
    assertEquals(takes, Accepted.html(with(HttpHeaders.ACCEPT, "x/y", accepted)));
  }

  @Test
  void aTagIsKnownInAnyPlaceWeakOrNot() {
    for (String tags : List.of("*", "\"a\"", "\"b\", W/\"a\"", " W/\"a\" ,x")) {
      assertTrue(Accepted.isKnown(with(HttpHeaders.IF_NONE_MATCH, tags), "\"a\""), tags);
    }
    assertFalse(Accepted.isKnown(with(HttpHeaders.IF_NONE_MATCH, "\"b\", a"), "\"a\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {";q=0", ";", ",", ";q=00", ";q=0.0", ";x=1", " ", ";q", "\u0130", "=", "q"})
  void theWorkGrowsNoFasterThanTheHeader(String part) {
    long bytes = bytesFor(part.repeat(4_000 / part.length()));
    long bytesOfTwice = bytesFor(part.repeat(8_000 / part.length()));
    assertTrue(bytesOfTwice <= 2 * bytes + 20_000, bytes + " bytes, then " + bytesOfTwice);
    assertTrue(bytesOfTwice < 100 * 8_000, bytesOfTwice + " bytes");
  }

  private static long bytesFor(String parts) {
    HttpServerRequest html = with(HttpHeaders.ACCEPT, "text/html;y" + parts);
    HttpServerRequest gzip = with(HttpHeaders.ACCEPT_ENCODING, "gzip" + parts + ",x;" + parts);
    return Allocation.bytesOf(() -> Accepted.html(html))
        + Allocation.bytesOf(() -> Accepted.gzip(gzip));
  }

  private static HttpServerRequest with(CharSequence name, String... lines) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.add(name, List.of(lines));
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            AcceptedTest.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) -> headers);
  }
}
