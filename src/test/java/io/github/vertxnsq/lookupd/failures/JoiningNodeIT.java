package io.github.vertxnsq.lookupd.failures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node is not ready before it knows what the others know, and that does not take long. */
@Timeout(120)
class JoiningNodeIT {
  private static final int PRODUCERS = 200;
  private static final int EACH = 1_000;
  private static final int SAMPLES = 50;
  private static final Duration FILLED = Duration.ofSeconds(30);
  private static final Duration READY = Duration.ofSeconds(10);
  private static final Pattern REGISTRATIONS =
      Pattern.compile("(?m)^nsqlookupd_registrations(?:\\{\\})? (\\S+)$");

  @Test
  void knowsTwoHundredThousandRegistrationsOnceItIsReady() throws Exception {
    List<ProducerConnection> producers = new ArrayList<>();
    try (Cluster cluster = Cluster.start(3)) {
      for (int i = 0; i < PRODUCERS; i++) {
        producers.add(ProducerConnection.open(cluster.node(i % 3).tcpPort()));
        register(producers.get(i), i);
      }
      for (Node node : cluster.nodes()) {
        awaitRegistrations(node, FILLED);
      }

      Node fourth = cluster.launch();
      fourth.clusterAddress();
      fourth.awaitReady(READY);

      assertSamples(fourth, producers);
      awaitRegistrations(fourth, Duration.ofSeconds(5));
      cluster.awaitAgreement(READY);
    } finally {
      for (ProducerConnection producer : producers) {
        producer.close();
      }
    }
  }

  private static void register(ProducerConnection producer, int index) throws Exception {
    producer.identify(ProducerIdentity.numbered("full", index));
    StringBuilder commands = new StringBuilder();
    for (int i = 0; i < EACH; i++) {
      commands.append("REGISTER ").append(topic(index, i)).append('\n');
    }
    producer.send(commands.toString().getBytes(ISO_8859_1));
    for (int i = 0; i < EACH; i++) {
      assertEquals("OK", producer.readAnswer());
    }
  }

  private static String topic(int producer, int index) {
    return "full-" + producer + "-" + index;
  }

  private static void awaitRegistrations(Node node, Duration atMost) throws Exception {
    String all = Integer.toString(PRODUCERS * EACH);
    if (!Eventually.within(atMost, () -> registrations(node) == PRODUCERS * EACH)) {
      throw new AssertionError(
          "%s has %s registrations of %s after %s%s"
              .formatted(node, registrations(node), all, atMost, node.said()));
    }
  }

  private static double registrations(Node node) throws Exception {
    Matcher shown = REGISTRATIONS.matcher(node.http().get("/metrics").text());
    assertTrue(shown.find(), node + " shows no number of registrations");
    return Double.parseDouble(shown.group(1));
  }

  /** At once: it said it was ready. */
  private static void assertSamples(Node node, List<ProducerConnection> producers)
      throws Exception {
    Random random = new Random(4);
    for (int i = 0; i < SAMPLES; i++) {
      int producer = random.nextInt(PRODUCERS);
      String topic = topic(producer, random.nextInt(EACH));
      Map<String, String> expected =
          Map.of("full-" + producer, "127.0.0.1:" + producers.get(producer).localPort());
      assertEquals(
          new Listed(expected, Set.of()), Listed.by(node, "/lookup?topic=" + topic, "full"), topic);
    }
  }

  @Test
  void whoIsInNoClusterHasNothingToShowOfIt() throws Exception {
    try (DaemonProcess single = DaemonProcess.start()) {
      HttpProbe.Answer answer = new HttpProbe(single.httpPort()).get("/cluster");
      assertEquals(404, answer.status());
      assertEquals("{\"message\":\"NOT_FOUND\"}", answer.text());
    }
  }

  @Test
  void answersNothingElseWhileItIsNotReady() throws Exception {
    int nobody;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = closedSoon.getLocalPort();
    }
    String peers = "-cluster-peers=127.0.0.1:" + nobody;
    try (Node node = Node.launch("early", "-cluster-join-timeout=1m", peers)) {
      HttpProbe http = node.http();
      for (String path : List.of("/ping", "/lookup?topic=any", "/topics", "/nodes", "/info")) {
        HttpProbe.Answer answer = http.get(path);
        assertEquals(503, answer.status(), path + ": " + answer.text());
        assertEquals("{\"message\":\"NOT_READY\"}", answer.text(), path);
      }
      assertEquals(503, http.post("/topic/create?topic=any").status());
      assertEquals(200, http.get("/health/live").status());
      assertEquals(503, http.get("/health/ready").status());
      assertEquals(200, http.get("/metrics").status());
      assertEquals(200, http.get("/cluster").status());
      assertFalse(http.get("/cluster").json().path("ready").asBoolean());
      assertFalse(node.hasOpenedForProducers());

      node.stop(); // it does not wait for others any longer
    }
  }
}
