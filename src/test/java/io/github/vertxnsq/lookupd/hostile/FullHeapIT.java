package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers register until there is no room; those who were there before keep their place. */
@Timeout(120)
final class FullHeapIT {
  private static final Duration RECOVERY = Duration.ofSeconds(40);
  private static final int PIPELINED = 500;
  private static final String FULL = "E_FULL no room for more registrations";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+UseG1GC",
        "-XX:+UseSerialGC",
        "-XX:+UseParallelGC",
        "-XX:+UseZGC",
        "@conf/jvm.options"
      })
  void refusesMoreNamesThanThereIsRoomForAndTakesThemAgainWhenThereIs(String flags)
      throws Exception {
    try (DaemonProcess daemon = start(flags);
        GoodProducer good = new GoodProducer(daemon.tcpPort())) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      try (ProducerConnection greedy = ProducerConnection.open(daemon.tcpPort())) {
        greedy.identify(ProducerIdentity.numbered("greedy", 0));
        assertEquals(FULL, registerUntilRefused(greedy));
        good.assertKeepsItsPlaceWhenRefused(FULL);
        assertUnharmed(http, good);
      }
      Eventually.holds(
          "there is room again",
          RECOVERY,
          () -> http.post("/topic/create?topic=one-more").status() == 200);
      assertUnharmed(http, good);
      good.assertWasAlwaysAnsweredInTime(); // from here on: the heap is not full any more
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(Duration.ofSeconds(5)));
    }
  }

  @Test
  void refusesMoreProducersThanThereIsRoomFor() throws Exception {
    List<ProducerConnection> more = new ArrayList<>();
    try (DaemonProcess daemon = start("-XX:+UseG1GC");
        GoodProducer good = new GoodProducer(daemon.tcpPort());
        ProducerConnection greedy = ProducerConnection.open(daemon.tcpPort())) {
      greedy.identify(ProducerIdentity.numbered("greedy", 0));
      assertEquals(FULL, registerUntilRefused(greedy));
      try {
        while (identifies(more, daemon.tcpPort())) {
          assertTrue(more.size() < 5_000, "somebody has to be refused");
        }
        HttpProbe http = new HttpProbe(daemon.httpPort());
        assertEquals(503, http.post("/topic/create?topic=one-more").status());
        assertUnharmed(http, good);
      } finally {
        for (ProducerConnection one : more) {
          one.close();
        }
      }
    }
  }

  private static DaemonProcess start(String flags) throws IOException {
    return new DaemonLauncher()
        .jvmFlags(flags, "-Xmx96m")
        .arguments("-max-registrations-per-producer=0")
        .start();
  }

  /** All the names are ephemeral, so that they go with who registered them. */
  private static String registerUntilRefused(ProducerConnection greedy) throws IOException {
    for (int next = 0; next < 5_000_000; next += PIPELINED) {
      StringBuilder lines = new StringBuilder();
      for (int i = next; i < next + PIPELINED; i++) {
        lines
            .append("REGISTER t")
            .append(i)
            .append("#ephemeral c")
            .append(i)
            .append("#ephemeral\n");
      }
      greedy.send(lines.toString());
      for (int i = 0; i < PIPELINED; i++) {
        String answer = greedy.readAnswer();
        if (!answer.equals("OK")) {
          return answer;
        }
      }
    }
    return "never refused";
  }

  private static boolean identifies(List<ProducerConnection> more, int port) throws IOException {
    ProducerConnection one = ProducerConnection.open(port);
    more.add(one);
    one.sendIdentify(
        ProducerIdentity.numbered("more", more.size())
            .talkative()
            .toJson()
            .toString()
            .getBytes(UTF_8));
    return !one.readAnswer().equals(FULL);
  }

  private static void assertUnharmed(HttpProbe http, GoodProducer good) throws Exception {
    good.assertWasAlwaysAnswered();
    String lookup = http.get("/lookup?topic=" + GoodProducer.TOPIC).text();
    assertTrue(lookup.contains("\"broadcast_address\":\"good-0\""), lookup);
    assertEquals("OK", http.get("/ping").text());
  }
}
