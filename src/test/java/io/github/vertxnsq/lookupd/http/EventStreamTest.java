package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // all succeed
final class EventStreamTest {
  private final EventStream stream =
      new EventStream(
          (HttpServerResponse)
              Proxy.newProxyInstance(
                  EventStreamTest.class.getClassLoader(),
                  new Class<?>[] {HttpServerResponse.class},
                  (proxy, method, arguments) -> Future.succeededFuture()),
          null,
          null);

  @Test
  void onlyWhatIsSentIsASignOfLife() {
    stream.awaitBeat();
    stream.send(Bytes.of(Buffer.buffer()));
    assertTrue(stream.awaitsBeat());
    stream.send(Bytes.of(Buffer.buffer("id: a-1\n\n")));
    assertFalse(stream.awaitsBeat());

    stream.awaitBeat();
    stream.sendSnapshot("tag", Bytes.of(Buffer.buffer("x")));
    assertFalse(stream.awaitsBeat());
    stream.awaitBeat();
    stream.sendSnapshot("tag", Bytes.of(Buffer.buffer("x")));
    assertTrue(stream.awaitsBeat(), "that was sent before");
  }
}
