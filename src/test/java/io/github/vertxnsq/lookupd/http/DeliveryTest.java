package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.events.EventLog;
import io.github.vertxnsq.lookupd.metrics.WatchMeters;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(30)
final class DeliveryTest {
  private static final int SNAPSHOT_BYTES = 2 << 20;

  private final Promise<Void> whole = Promise.promise();
  private long writtenBytes;

  /** The second one asks for a snapshot that was not kept, because it is too large for that. */
  @Test
  void whatIsAnsweredAtOnceMayBeTooLargeToKeep(Vertx vertx) throws Exception {
    Snapshots.Snapshot large =
        new Snapshots.Snapshot("tag", List.of(Bytes.of(Buffer.buffer(new byte[SNAPSHOT_BYTES]))));
    Promise<Void> welcomed = Promise.promise();
    vertx.runOnContext(
        begin -> {
          try {
            Delivery delivery =
                new Delivery(
                    vertx,
                    "log",
                    new EventLog(1),
                    topic -> Future.succeededFuture(large),
                    new WatchMeters(new SimpleMeterRegistry()));
            delivery.welcome(stream(), null);
            delivery.welcome(stream(), null);
            welcomed.complete();
          } catch (RuntimeException fault) {
            welcomed.fail(fault);
          }
        });
    welcomed.future().await(20, TimeUnit.SECONDS);
    whole.future().await(20, TimeUnit.SECONDS);
    assertTrue(writtenBytes >= 2 * SNAPSHOT_BYTES, "written: " + writtenBytes);
  }

  private EventStream stream() {
    HttpServerResponse response =
        (HttpServerResponse)
            Proxy.newProxyInstance(
                DeliveryTest.class.getClassLoader(),
                new Class<?>[] {HttpServerResponse.class},
                (proxy, method, arguments) -> {
                  if (arguments[0] instanceof Buffer written) {
                    write(written);
                  }
                  return method.getReturnType().equals(Future.class)
                      ? Future.succeededFuture()
                      : proxy;
                });
    return new EventStream(response, null, TopicName.parse("a").orElseThrow());
  }

  private void write(Buffer written) {
    writtenBytes += written.length();
    if (writtenBytes >= 2 * SNAPSHOT_BYTES) {
      whole.tryComplete();
    }
  }
}
