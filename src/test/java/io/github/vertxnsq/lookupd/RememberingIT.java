package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is killed, and knows what it knew when it is started again. */
@Timeout(300)
class RememberingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PRODUCERS = 300;
  private static final int KILLS = 10;

  /** Within so long what has changed is written, on a machine that has other things to do. */
  private static final Duration WRITTEN = Duration.ofSeconds(3);

  @TempDir private Path folder;
  private final List<ProducerConnection> nsqds = new ArrayList<>();

  @AfterEach
  void disconnect() throws IOException {
    for (ProducerConnection nsqd : nsqds) {
      nsqd.close();
    }
  }

  private DaemonProcess start(int tcpPort, int httpPort) throws IOException {
    return new DaemonLauncher()
        .onlyArguments(
            "-data-path=" + folder,
            "-broadcast-address=127.0.0.1",
            "-tcp-address=127.0.0.1:" + tcpPort,
            "-http-address=127.0.0.1:" + httpPort)
        .start();
  }

  private void connectAll(int tcpPort) throws IOException {
    for (int i = 0; i < PRODUCERS; i++) {
      ProducerConnection nsqd = ProducerConnection.open(tcpPort);
      nsqds.add(nsqd);
      nsqd.identify(ProducerIdentity.numbered("nsqd", i));
      nsqd.must("REGISTER orders billing");
      nsqd.must("PING");
    }
  }

  /** How many producers an answer has, each counted once; -1 for none when nobody answers. */
  private static int producers(HttpProbe http) throws InterruptedException {
    try {
      HttpProbe.Answer answer = http.get("/lookup?topic=orders");
      if (answer.status() == 503) {
        return -1;
      }
      Set<String> addresses = new HashSet<>();
      JsonNode listed = answer.json().path("producers");
      listed.forEach(producer -> addresses.add(producer.path("broadcast_address").asText()));
      assertEquals(listed.size(), addresses.size(), "one is listed twice");
      return addresses.size();
    } catch (IOException nobodyThere) {
      return -1;
    }
  }

  /** Killed, or asked to stop: from the first lookup that is answered none is short. */
  @Test
  void noLookupIsShortWhileItIsStartedAgainAndItsNsqdsComeBack() throws Exception {
    int tcpPort;
    int httpPort;
    try (DaemonProcess first = start(0, 0)) {
      tcpPort = first.tcpPort();
      httpPort = first.httpPort();
      connectAll(tcpPort);
      Eventually.passes(WRITTEN);
      first.kill();
      first.awaitExit(PATIENCE);
    }
    disconnect();
    nsqds.clear();
    try (DaemonProcess second = start(tcpPort, httpPort)) {
      second.awaitLogLine("DATA: 1 topics, 1 channels and 300 producers are remembered", PATIENCE);
      assertNoneIsShortUntil(second, CompletableFuture.completedFuture(null));
      CompletableFuture<Void> back =
          CompletableFuture.runAsync(
              () -> {
                try {
                  connectAll(tcpPort);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertNoneIsShortUntil(second, back);
      second.terminate();
      assertEquals(0, second.awaitExit(PATIENCE));
    }
    try (DaemonProcess third = start(tcpPort, httpPort)) {
      assertNoneIsShortUntil(third, CompletableFuture.completedFuture(null));
    }
  }

  private static void assertNoneIsShortUntil(DaemonProcess daemon, CompletableFuture<?> end)
      throws Exception {
    HttpProbe http = new HttpProbe(daemon.httpPort());
    boolean isAnswered = false;
    while (!isAnswered || !end.isDone()) {
      int count = producers(http);
      assertTrue(count == PRODUCERS || (count == -1 && !isAnswered), () -> count + " producers");
      isAnswered |= count == PRODUCERS;
    }
    end.get();
  }

  /** Wherever the kill finds it: what was once known stays so, and nothing else is. */
  @Test
  void startsHoweverItWasKilled() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Set<String> asked = new TreeSet<>();
    Set<String> known = new TreeSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (DaemonProcess daemon = start(0, 0)) {
        HttpProbe http = new HttpProbe(daemon.httpPort());
        Set<String> remembered = topics(http);
        String when = "seed " + seed + ", after " + kill + " kills";
        assertTrue(remembered.containsAll(known), when);
        assertTrue(asked.containsAll(remembered), when);
        known = remembered;
        long endNanos = System.nanoTime() + random.nextInt(1_500) * 1_000_000L;
        for (int i = 0; System.nanoTime() - endNanos < 0; i++) {
          String topic = "topic-" + kill + "-" + i;
          asked.add(topic);
          http.post("/topic/create?topic=" + topic);
        }
        daemon.kill();
        daemon.awaitExit(PATIENCE);
        assertFalse(daemon.stderr().stream().anyMatch(line -> line.contains("refused")), when);
      }
    }
    assertFalse(known.isEmpty(), "it has remembered something at all");
  }

  private static Set<String> topics(HttpProbe http) throws Exception {
    Set<String> names = new TreeSet<>();
    http.get("/topics").json().path("topics").forEach(name -> names.add(name.asText()));
    return names;
  }

  @Test
  void saysThatAnotherDaemonUsesTheFolderAndEnds() throws Exception {
    try (DaemonProcess first = start(0, 0)) {
      first.tcpPort();
      try (DaemonProcess second = start(0, 0)) {
        assertEquals(1, second.awaitExit(PATIENCE));
        second.awaitLogLine("FATAL: data-path: another daemon uses the folder " + folder, PATIENCE);
      }
    }
    assertTrue(Files.exists(folder.resolve("nsqlookupd.lock")));
  }
}
