package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask a thousand times at once for what is long, and read nothing. */
@Timeout(120)
final class PipelinedAnswersIT {
  private static final int CLIENTS = 30;
  private static final Duration SOON = Duration.ofSeconds(10);

  /** What Netty is given at a time, of the answer before and of the next, and what it adds. */
  private static final long MOST_UNSENT_BYTES = CLIENTS * (80L << 10);

  @Test
  void theNextIsBegunWhenTheAnswerBeforeHasLeft() throws Exception {
    try (DaemonProcess daemon =
            new DaemonLauncher().jvmFlags("@conf/jvm.options", "-Xmx128m").start();
        GoodProducer good = new GoodProducer(daemon.tcpPort())) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      for (int i = 0; i < 1_000; i++) {
        http.post("/topic/create?topic=" + "long".repeat(15) + i);
      }
      byte[] requests =
          "GET /topics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1_000).getBytes(ISO_8859_1);
      try (Strangers strangers = Strangers.connect(CLIENTS, daemon.httpPort(), Stranger::connect)) {
        for (Stranger one : strangers) {
          one.sendWhatIsTaken(requests);
        }
        Eventually.holds("some is unsent", SOON, () -> unsentBytes(http) > 0);
        for (int i = 0; i < 50; i++) {
          double unsent = unsentBytes(http);
          assertTrue(unsent <= MOST_UNSENT_BYTES, unsent + " bytes are unsent");
          assertEquals(200, http.get("/lookup?topic=" + GoodProducer.TOPIC).status());
        }
      }
      Eventually.holds("nothing is unsent", SOON, () -> unsentBytes(http) == 0);
      good.assertWasAlwaysAnswered();
    }
  }

  private static double unsentBytes(HttpProbe http) throws Exception {
    return http.metric("nsqlookupd_client_memory_bytes{direction=\"out\",kind=\"direct\"}");
  }
}
