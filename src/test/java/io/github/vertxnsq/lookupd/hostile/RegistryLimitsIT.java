package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A producer registers as much as it may, and more; what it had stays, and nobody else notices. The
 * good producer has a topic with a channel from the start.
 */
@Timeout(120)
final class RegistryLimitsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TOPICS = "E_LIMIT -max-topics is reached";
  private static final String CHANNELS = "E_LIMIT -max-channels-per-topic is reached";
  private static final String REGISTRATIONS = "E_LIMIT -max-registrations-per-producer is reached";
  private static final int PIPELINED = 20_000;

  @Test
  void topics() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-max-topics=2");
        GoodProducer good = new GoodProducer(daemon.tcpPort());
        ProducerConnection greedy = greedy(daemon)) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      greedy.must("REGISTER a");
      assertRefused(TOPICS, "REGISTER b", greedy);
      assertRefused(TOPICS, "REGISTER b channel", greedy);
      daemon.awaitLogLine(
          " WARNING: -max-topics=2 is reached: refused 1 more, at last REGISTER b of client\\("
              + "127.0.0.1:"
              + greedy.localPort()
              + "\\)$",
          SOON);
      assertRefused("MAX_TOPICS_REACHED", http.post("/topic/create?topic=b"));
      assertRefused("MAX_TOPICS_REACHED", http.post("/channel/create?topic=b&channel=c"));
      assertEquals(404, http.get("/lookup?topic=b").status());
      greedy.must("PING").must("REGISTER a").must("REGISTER a channel").must("REGISTER good");
      assertEquals(200, http.post("/topic/create?topic=a").status());
      good.assertKeepsItsPlaceWhenRefused(TOPICS);

      assertEquals(200, http.post("/topic/delete?topic=a").status());
      greedy.must("REGISTER b");
      assertEquals("{\"topics\":[\"b\",\"good\"]}", http.get("/topics").text());
      assertCounted(5, "max-topics", 2, http);
      assertEquals(
          3,
          http.metric(
              "nsqlookupd_commands_total{command=\"register\",result=\"max_topics_reached\"}"));
      good.assertWasAlwaysAnsweredInTime();
    }
  }

  @Test
  void channelsPerTopic() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-max-channels-per-topic=2");
        GoodProducer good = new GoodProducer(daemon.tcpPort());
        ProducerConnection greedy = greedy(daemon)) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      greedy.must("REGISTER good a#ephemeral");
      assertRefused(CHANNELS, "REGISTER good b", greedy);
      assertRefused(
          "MAX_CHANNELS_PER_TOPIC_REACHED", http.post("/channel/create?topic=good&channel=b"));
      greedy.must("REGISTER good channel").must("REGISTER other b");
      try (ProducerConnection again = greedy(daemon)) {
        assertRefused(CHANNELS, "REGISTER good b", again);
        assertEquals(2, producersOf("good", http), "it has the topic all the same");
      }

      greedy.must("UNREGISTER good a#ephemeral");
      greedy.must("REGISTER good b");
      assertEquals("{\"channels\":[\"b\",\"channel\"]}", http.get("/channels?topic=good").text());
      assertCounted(3, "max-channels-per-topic", 2, http);
      good.assertWasAlwaysAnsweredInTime();
    }
  }

  @Test
  void registrationsPerProducer() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-max-registrations-per-producer=3");
        GoodProducer good = new GoodProducer(daemon.tcpPort());
        ProducerConnection greedy = greedy(daemon)) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      greedy.must("REGISTER a channel").must("REGISTER b");
      assertRefused(REGISTRATIONS, "REGISTER b channel", greedy);
      assertRefused(REGISTRATIONS, "REGISTER c", greedy);
      assertEquals("{\"topics\":[\"a\",\"b\",\"good\"]}", http.get("/topics").text());
      try (ProducerConnection other = greedy(daemon)) {
        other.must("REGISTER c");
      }

      greedy.must("UNREGISTER a");
      greedy.must("REGISTER b channel").must("REGISTER c");
      assertCounted(2, "max-registrations-per-producer", 3, http);
      good.assertWasAlwaysAnsweredInTime();
    }
  }

  @Test
  void aFloodOfWhatIsRefusedKeepsNobodyWaiting() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-max-registrations-per-producer=1000");
        GoodProducer good = new GoodProducer(daemon.tcpPort());
        ProducerConnection greedy = greedy(daemon);
        ProducerConnection modest = greedy(daemon)) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      Thread flood = new Thread(() -> flood(greedy));
      flood.start();
      int round = 0;
      while (flood.isAlive()) {
        String topic = "modest" + round++ + "%23ephemeral";
        modest.must("REGISTER " + topic.replace("%23", "#"));
        assertEquals(200, http.get("/lookup?topic=" + topic).status());
        modest.must("UNREGISTER " + topic.replace("%23", "#"));
        assertEquals(404, http.get("/lookup?topic=" + topic).status());
      }
      good.assertWasAlwaysAnsweredInTime();
      for (int i = 0; i < PIPELINED; i++) {
        assertEquals(i < 1_000 ? "OK" : REGISTRATIONS, greedy.readAnswer());
      }
      assertCounted(PIPELINED - 1_000, "max-registrations-per-producer", 1_000, http);
    }
  }

  private static void flood(ProducerConnection greedy) {
    try {
      for (int i = 0; i < PIPELINED; i++) {
        greedy.sendCommand("REGISTER many" + i);
      }
    } catch (IOException lost) {
      throw new AssertionError(lost);
    }
  }

  @Test
  void aLimitChangesWhileTheDaemonRuns(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("lookupd.toml"), "max_topics = 1\n");
    try (DaemonProcess daemon = DaemonProcess.start("-config=" + file);
        GoodProducer good = new GoodProducer(daemon.tcpPort());
        ProducerConnection greedy = greedy(daemon)) {
      HttpProbe http = new HttpProbe(daemon.httpPort());
      assertRefused(TOPICS, "REGISTER a", greedy);
      replace(file, "max_topics = 2\n");
      Eventually.holds("one more fits", SOON, () -> greedy.ask("REGISTER a").equals("OK"));
      assertRefused(TOPICS, "REGISTER b", greedy);
      replace(file, "max_topics = 1\n");
      Eventually.holds(
          "the limit is the old one",
          SOON,
          () -> http.metric("nsqlookupd_limit{limit=\"max-topics\"}") == 1);
      greedy.must("REGISTER a").must("PING");
      assertEquals("{\"topics\":[\"a\",\"good\"]}", http.get("/topics").text());
      good.assertWasAlwaysAnsweredInTime();
    }
  }

  private static void replace(Path file, String text) throws Exception {
    Path next = Files.writeString(file.resolveSibling("next"), text);
    Files.move(next, file, ATOMIC_MOVE);
  }

  private static ProducerConnection greedy(DaemonProcess daemon) throws Exception {
    ProducerConnection greedy = ProducerConnection.open(daemon.tcpPort());
    greedy.identify(ProducerIdentity.numbered("greedy", 0));
    return greedy;
  }

  /** In these bytes, and the connection goes on. */
  private static void assertRefused(String error, String line, ProducerConnection producer)
      throws Exception {
    byte[] answer =
        ByteBuffer.allocate(Integer.BYTES + error.length())
            .putInt(error.length())
            .put(error.getBytes(US_ASCII))
            .array();
    assertArrayEquals(answer, producer.sendCommand(line).readBytes(answer.length));
    producer.must("PING");
  }

  private static void assertRefused(String message, HttpProbe.Answer answer) {
    assertEquals(503, answer.status());
    assertEquals("{\"message\":\"" + message + "\"}", answer.text());
  }

  private static int producersOf(String topic, HttpProbe http) throws Exception {
    return http.get("/lookup?topic=" + topic).json().path("producers").size();
  }

  private static void assertCounted(int hits, String flag, int max, HttpProbe http)
      throws Exception {
    String label = "{limit=\"" + flag + "\"}";
    assertEquals(hits, http.metric("nsqlookupd_limit_hits_total" + label));
    assertEquals(max, http.metric("nsqlookupd_limit" + label));
  }
}
