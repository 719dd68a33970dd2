package io.github.vertxnsq.lookupd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.process.Sockets;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members that find nobody, the wrong ones, or more than they can hold. */
@Timeout(240)
class UnfitMembersIT {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Pattern ADDRESS = Pattern.compile(" INFO: CLUSTER: listening on (\\S+),");
  private static final int TOPICS = 60_000;

  /** More than fit into a heap of 64 MB. */
  private static final int MANY = 1_000_000;

  /** So many changes a member may be behind here: it has to take what it was not asked for. */
  private static final int AHEAD = 1_000;

  private static final int ANSWER_BYTES = 6;

  @Test
  void whoFindsNobodyIsReadyByItselfAndWarns() throws Exception {
    String nobody = "127.0.0.1:" + Sockets.freePort();
    try (DaemonProcess alone = member("-cluster-peers=" + nobody).start()) {
      HttpProbe http = new HttpProbe(alone.httpPort());
      Eventually.holds("ready", START, () -> http.get("/health/ready").status() == 200);

      alone.awaitLogLine(
          " WARNING: CLUSTER: " + nobody + " should be a member, and is none: .*refused", SOON);
      JsonNode missing = http.get("/cluster").json().path("missing");
      assertEquals(nobody, missing.path(0).path("address").asText());
      Eventually.holds(
          "counted", SOON, () -> http.metric("nsqlookupd_cluster_members_missing") == 1);
      assertEquals(2, http.metric("nsqlookupd_cluster_members_expected"));
    }
  }

  /** Started with one name, the other with another one: the first has what the second lacks. */
  @Test
  void whoIsNotTakenInIsNotReadyAndSaysWhy() throws Exception {
    try (DaemonProcess ours = member().start();
        DaemonProcess wrong =
            member("-cluster-name=other", "-cluster-peers=" + address(ours)).start()) {
      HttpProbe http = new HttpProbe(wrong.httpPort());
      wrong.awaitLogLine(
          " WARNING: CLUSTER: "
              + Pattern.quote(address(ours))
              + " should be a member, and is none: it belongs to another cluster than \"other\"",
          SOON);

      // It has warned when the time was up after which one that finds nobody is ready.
      assertFalse(
          Eventually.within(
              Duration.ofSeconds(2), () -> http.get("/health/ready").status() == 200));
      assertEquals(200, http.get("/health/live").status());

      ours.kill(); // nobody is left who could know more
      Eventually.holds("ready", SOON, () -> http.get("/health/ready").status() == 200);
    }
  }

  @Test
  void whoCannotHoldWhatTheOthersHoldEndsAndSaysSo() throws Exception {
    try (DaemonProcess large = member("-max-registrations-per-producer=0").start();
        ProducerConnection producer = ProducerConnection.open(large.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("p", 1));
      StringBuilder commands = new StringBuilder();
      for (int i = 0; i < TOPICS; i++) {
        commands.append("REGISTER topic-%06d-with-a-name-of-usual-length channel\n".formatted(i));
      }
      Thread writer =
          new Thread(
              () -> {
                try {
                  producer.send(commands.toString().getBytes(US_ASCII));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      writer.start();
      producer.readBytes(TOPICS * ANSWER_BYTES);
      writer.join();

      try (DaemonProcess small =
          member("-cluster-peers=" + address(large))
              .jvmFlags("-Xmx32m", "-Xmn6m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError")
              .start()) {
        assertEquals(4, small.awaitExit(START), () -> String.join("\n", small.stderr()));
        assertEquals(
            1,
            small.stderr().stream()
                .filter(line -> line.contains("FATAL: CLUSTER: this daemon's heap of 3"))
                .count(),
            () -> String.join("\n", small.stderr()));
      }
      producer.must("PING");
    }
  }

  /** Whatever one takes all must hold: else clients of one could end another. */
  @Test
  void nobodyTakesWhatAnotherMemberCannotHold() throws Exception {
    try (DaemonProcess large = member("-max-registrations-per-producer=0").start();
        DaemonProcess small =
            member("-cluster-peers=" + address(large))
                .jvmFlags("-Xmx64m", "-Xmn6m", "-XX:+UseSerialGC")
                .start();
        ProducerConnection producer = ProducerConnection.open(large.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("p", 1));
      small.tcpPort(); // it is in step

      HttpProbe slower = new HttpProbe(small.httpPort());
      String answer = "OK";
      for (int i = 0; answer.equals("OK") && i < MANY; i++) {
        String topic = "topic-%06d-with-a-name-of-usual-length".formatted(i);
        answer = producer.ask("REGISTER " + topic + " channel");
        if (i % AHEAD == 0 && answer.equals("OK")) {
          Eventually.holds(
              "is known there", SOON, () -> slower.get("/lookup?topic=" + topic).status() == 200);
        }
      }

      assertEquals("E_FULL no room for more registrations", answer);
      producer.must("PING");
      for (DaemonProcess daemon : List.of(large, small)) {
        HttpProbe http = new HttpProbe(daemon.httpPort());
        assertEquals(200, http.get("/health/ready").status());
        assertEquals(503, http.post("/topic/create?topic=one-more").status());
      }
    }
  }

  /** Without certificates whoever reaches the port can be a member. */
  @Test
  void nobodyCanTellTheEngineToEnd() throws Exception {
    try (DaemonProcess daemon = member().start()) {
      String address = address(daemon);
      daemon.tcpPort(); // the last to open
      Config intruder = new Config().setClusterName("nsqlookupd");
      intruder.setProperty("hazelcast.partition.count", "31");
      intruder.setProperty("hazelcast.logging.type", "none");
      NetworkConfig network = intruder.getNetworkConfig().setPort(0);
      network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
      network.getJoin().getMulticastConfig().setEnabled(false);
      network.getJoin().getTcpIpConfig().setEnabled(true).addMember(address);
      HazelcastInstance joined = Hazelcast.newHazelcastInstance(intruder);
      assertEquals(2, joined.getCluster().getMembers().size());

      try {
        assertThrows(RuntimeException.class, joined.getCluster()::shutdown);
      } finally {
        joined.getLifecycleService().terminate();
      }
      assertEquals(200, new HttpProbe(daemon.httpPort()).get("/health/live").status());
    }
  }

  /** It would be cut off for good, and go on telling consumers what it knew last. */
  @Test
  void whoseEngineHasEndedEnds(@TempDir Path folder) throws Exception {
    Path signal = folder.resolve("end");
    String agent = "-javaagent:" + EngineEnder.jar(folder) + "=" + signal;
    try (DaemonProcess daemon = member().jvmFlags(agent).start()) {
      daemon.tcpPort(); // the last to open

      Files.createFile(signal);

      assertEquals(5, daemon.awaitExit(SOON), () -> String.join("\n", daemon.stderr()));
      daemon.awaitLogLine(" FATAL: CLUSTER: the cluster.s engine has ended", SOON);
    }
  }

  /** A later member would find nobody there, and begin a cluster of its own. */
  @Test
  void whoseEngineAcceptsNobodyAnyMoreEnds(@TempDir Path folder) throws Exception {
    Path signal = folder.resolve(EngineEnder.CLOSE);
    String agent = "-javaagent:" + EngineEnder.jar(folder) + "=" + signal;
    try (DaemonProcess daemon = member().jvmFlags(agent).start()) {
      daemon.tcpPort(); // the last to open

      Files.createFile(signal);

      assertEquals(5, daemon.awaitExit(SOON), () -> String.join("\n", daemon.stderr()));
      daemon.awaitLogLine(" FATAL: CLUSTER: the cluster.s engine accepts no other members", SOON);
    }
  }

  @Test
  void aMemberThatIsKilledAndStartedAnewIsOneWarning() throws Exception {
    String[] same = {"-cluster-address=127.0.0.1:" + Sockets.freePort()};
    try (DaemonProcess killed = member(same).start();
        DaemonProcess other = member("-cluster-peers=" + address(killed)).start()) {
      other.awaitLogLine(" INFO: CLUSTER: joined: ", START);
      other.tcpPort(); // the last to open
      killed.tcpPort();
      String peer = "-cluster-peers=" + address(other);
      killed.kill();
      other.awaitLogLine(" WARNING: CLUSTER: lost: 127.0.0.1 .* at " + address(killed), SOON);
      HttpProbe http = new HttpProbe(other.httpPort());
      try (DaemonProcess anew = member(same).arguments(peer).start()) {
        anew.tcpPort();
        Eventually.holds(
            "known again", SOON, () -> http.get("/cluster").json().path("members").size() == 2);
        assertEquals(
            1,
            other.stderr().stream().filter(line -> line.matches(".* (WARNING|ERROR): .*")).count(),
            () -> String.join("\n", other.stderr()));
      }
    }
  }

  @Test
  void clientsGetWhatTheDaemonLeavesOfTheOpenFiles() throws Exception {
    try (DaemonProcess first = member().start();
        DaemonProcess few =
            member("-cluster-peers=" + address(first))
                .wrapper("prlimit", "--nofile=400:400")
                .start()) {
      List<Socket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 300; i++) {
          clients.add(new Socket(InetAddress.getLoopbackAddress(), few.tcpPort()));
          clients.add(new Socket(InetAddress.getLoopbackAddress(), few.httpPort()));
        }
        HttpProbe http = new HttpProbe(first.httpPort());
        try (DaemonProcess third =
            member("-cluster-peers=" + address(first) + "," + address(few)).start()) {
          third.tcpPort(); // in step with both
          assertEquals(
              List.of(),
              few.stderr().stream().filter(line -> line.contains("Too many open files")).toList());
          assertEquals(3, http.get("/cluster").json().path("members").size());
        }
      } finally {
        for (Socket client : clients) {
          client.close();
        }
      }
      HttpProbe http = new HttpProbe(few.httpPort());
      Eventually.holds("ready", SOON, () -> http.get("/health/ready").status() == 200);
    }
  }

  private static DaemonLauncher member(String... arguments) {
    return new DaemonLauncher()
        .arguments("-cluster", "-cluster-address=127.0.0.1:0", "-cluster-bus-address=:0")
        .arguments("-cluster-join-timeout=1s", "-broadcast-address=127.0.0.1")
        .arguments(arguments);
  }

  private static String address(DaemonProcess daemon) throws Exception {
    Matcher said = ADDRESS.matcher(daemon.awaitLogLine(ADDRESS.pattern(), START));
    assertTrue(said.find());
    return said.group(1);
  }
}
