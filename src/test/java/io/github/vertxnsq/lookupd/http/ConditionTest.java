package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a request's condition. */
final class ConditionTest {
  @ParameterizedTest
  @CsvSource({"wait=30s, 30000", "wait=1h, 600000", "wait=10m1ns, 600000", "wait=0, 0", "x=1, 0"})
  void aClientWaitsNoLongerThanTenMinutes(String query, long millis) {
    Condition condition =
        Condition.of(withTags("\"x\""), Params.parse(query).orElseThrow()).orElseThrow();

    assertEquals(Duration.ofMillis(millis), condition.maxWait());
    assertEquals(millis > 0, condition.waits());
  }

  @Test
  void whoHasNothingWaitsForNothing() {
    Optional<Condition> condition =
        Condition.of(withTags(null), Params.parse("wait=30s").orElseThrow());

    assertFalse(condition.orElseThrow().waits());
  }

  @Test
  void aTagIsTheSameWhereverItIsMade() {
    assertEquals(
        "\"ba7816bf8f01cfea414140de5dae2223\"", // as sha256sum has it of abc
        EntityTag.of(Buffer.buffer("abc")));
  }

  private static HttpServerRequest withTags(String tags) {
    return (HttpServerRequest)
        Proxy.newProxyInstance(
            ConditionTest.class.getClassLoader(),
            new Class<?>[] {HttpServerRequest.class},
            (proxy, method, arguments) -> tags);
  }
}
