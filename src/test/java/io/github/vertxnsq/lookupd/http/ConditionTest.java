package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.Allocation;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a request's condition. */
final class ConditionTest {
  @ParameterizedTest
  @CsvSource({
    "wait=30s, 30000",
    "wait=1h, 600000",
    "wait=10m1ns, 600000",
    "wait=99999999h, 600000",
    "wait=0, 0",
    "x=1, 0"
  })
  void aClientWaitsNoLongerThanTenMinutes(String query, long millis) {
    Condition condition =
        Condition.of(withTags("\"x\""), Params.parse(query).orElseThrow()).orElseThrow();

    assertEquals(Duration.ofMillis(millis), condition.maxWait());
    assertEquals(millis > 0, condition.waits());
  }

  @Test
  void whoHasNothingWaitsForNothing() {
    Optional<Condition> condition =
        Condition.of(withTags(), Params.parse("wait=30s").orElseThrow());

    assertFalse(condition.orElseThrow().waits());
  }

  @Test
  void aTagIsTheSameWhereverItIsMade() {
    assertEquals(
        "\"ba7816bf8f01cfea414140de5dae2223\"", // as sha256sum has it of abc
        EntityTag.of(Buffer.buffer("abc")));
  }

  /** As RFC 9110 has it in section 5.3. */
  @Test
  void aListMayTakeSeveralLines() {
    Condition condition =
        Condition.of(withTags("\"x\"", "\"y\", W/\"z\""), Params.parse("").orElseThrow())
            .orElseThrow();

    for (String tag : new String[] {"\"x\"", "\"y\"", "\"z\""}) {
      assertTrue(EntityTag.isNamedBy(condition.tags(), tag), tag);
    }
    assertFalse(EntityTag.isNamedBy(condition.tags(), "\"u\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "x", "W/x", "\"y\" \"x", "\"xx\"", "\"y,\"x\"", "*,*"})
  void whatIsNoListOfTagsNamesNone(String text) {
    assertFalse(EntityTag.isNamedBy(text, "\"x\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "\"\"", "\"x\",", "W/", "*", ",", " ", "\"x"})
  void noListOfTagsTakesMoreThanReadingIt(String part) {
    String once = part.repeat(8_000 / part.length());
    String twice = once + once;
    long bytes = Allocation.bytesOf(() -> EntityTag.isNamedBy(once, "\"y\""));
    long bytesOfTwice = Allocation.bytesOf(() -> EntityTag.isNamedBy(twice, "\"y\""));
    assertTrue(bytesOfTwice <= 2 * bytes + 40_000, bytes + " bytes, then " + bytesOfTwice);
  }

  private static HttpServerRequest withTags(String... lines) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.add(HttpHeaders.IF_NONE_MATCH, List.of(lines));
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            ConditionTest.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) -> headers);
  }
}
