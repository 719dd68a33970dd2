package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vertxnsq.lookupd.config.ConfigLoader;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What systemd's watchdog is told is true. */
@ExtendWith(VertxExtension.class)
class SignOfLifeTest {
  @Test
  void theRegistrysThreadGivesItAndNobodyElse(Vertx vertx) throws Exception {
    Options options = LocalLookupd.onLoopback();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Lookupd daemon =
        Credentials.open(vertx, options, meters, ConfigLoader.SCAN_PERIOD)
            .compose(credentials -> Lookupd.start(vertx, options, meters, credentials))
            .await(30, TimeUnit.SECONDS);
    CountDownLatch release = new CountDownLatch(1);
    for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      loop.execute(() -> awaitUnchecked(release)); // one of them is the registry's
    }

    Future<Void> sign = daemon.answers();

    assertFalse(Eventually.within(Duration.ofMillis(100), sign::isComplete));
    release.countDown();
    sign.await(30, TimeUnit.SECONDS);
    daemon.close().await(30, TimeUnit.SECONDS);
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
