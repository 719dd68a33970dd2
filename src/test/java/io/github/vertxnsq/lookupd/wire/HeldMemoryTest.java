package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What producers make the daemon hold is counted, until they are gone. */
@Timeout(60)
final class HeldMemoryTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int BODY_BYTES = 60_000;

  private static final String IN = "nsqlookupd_client_memory_bytes{direction=\"in\",kind=\"heap\"}";
  private static final String OUT =
      "nsqlookupd_client_memory_bytes{direction=\"out\",kind=\"direct\"}";

  /** The request for the metrics is held while it is answered. */
  private static final int OF_THE_QUESTION = 8 << 10;

  private final LocalLookupd lookupd = LocalLookupd.start();

  @AfterEach
  void nothingIsHeldAnyMore() throws Exception {
    Eventually.holds("nothing comes in", SOON, () -> lookupd.http().metric(IN) < OF_THE_QUESTION);
    assertEquals(0, lookupd.http().metric(OUT));
    lookupd.close();
  }

  @Test
  void aBodyThatHasNotComeWhole() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      byte[] size = ByteBuffer.allocate(4).putInt(BODY_BYTES + 1).array();
      producer.send("IDENTIFY\n" + new String(size, ISO_8859_1) + "{".repeat(BODY_BYTES));
      Eventually.holds("it is held", SOON, () -> lookupd.http().metric(IN) >= BODY_BYTES);
    }
  }

  /** It is told so, and may take two seconds to close: meanwhile nothing is kept. */
  @Test
  void nothingOfWhatIsRefused() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.send("NONSENSE\n" + "x".repeat(BODY_BYTES));
      assertEquals("E_INVALID invalid command NONSENSE", producer.readAnswer());
      Eventually.holds("nothing is held", SOON, () -> lookupd.http().metric(IN) < OF_THE_QUESTION);
    }
  }
}
