package io.github.vertxnsq.lookupd.seeding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** An answer need not end for the seeding to end. */
@Timeout(60)
class EndlessSeedTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Takeover.class);
  private final LogCapture log = new LogCapture(Takeover.class);

  @BeforeEach
  void logAlthoughLocalDaemonsAreQuiet() {
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void logAsBefore() {
    logger.setLevel(null);
    log.close();
  }

  @Test
  void endsWhatHasNoEnd() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (OddServer endless = new OddServer((target, out) -> OddServer.listForEver(out))) {
      Seeding.from(
              List.of(endless.url()),
              vertx,
              new RegistryClient(vertx),
              new Bounds(Duration.ofSeconds(30), 1_000_000))
          .await(40, TimeUnit.SECONDS);
      assertEquals(
          "WARN SEED: "
              + endless.url()
              + ": not all topics taken over, and no channels: it sends too much",
          log.next());
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }
}
