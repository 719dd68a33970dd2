package io.github.vertxnsq.lookupd.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes, of which one after the other is killed, suspended, or restarted. */
@Timeout(180)
class FailuresIT {
  private static final int PRODUCERS = 300;
  private static final int FEWER = 60;
  private static final int SOME_LOOKUPS = 20;
  private static final int ROUNDS = 30;
  private static final Duration SECONDS = Duration.ofSeconds(10);
  private static final Duration SUSPENDED = Duration.ofSeconds(15);
  private static final Duration CATCHES_UP = Duration.ofSeconds(10);

  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = Cluster.start(3);
  }

  @BeforeEach
  void replaceWhoIsGone() throws Exception {
    cluster.fill(3);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void whenOneIsKilledNobodyIsMissedAndEachIsListedOnceByItsNewConnection() throws Exception {
    Node killed = cluster.node(1);
    List<Node> survivors = cluster.without(killed);
    try (Swarm swarm = new Swarm("kill", PRODUCERS, cluster.nodes())) {
      swarm.awaitListed(cluster.nodes(), SECONDS);
      assertEquals(PRODUCERS / 3, swarm.count(killed));
      try (Watch watch = new Watch(swarm.topic(), swarm.addresses().keySet())) {
        watch.begin(survivors);
        awaitMore(watch, survivors);
        String history = "killed at " + watch.now();
        killed.kill();
        cluster.forget(killed);
        swarm.awaitElsewhere(killed, SECONDS);
        history += ", all reconnected at " + watch.now();
        swarm.awaitListed(survivors, SECONDS);
        cluster.awaitAgreement(SECONDS); // the engine has noticed, too
        awaitMore(watch, survivors);
        watch.assertNobodyMissed(history + ", even at " + watch.now());
      }
      swarm.awaitListed(survivors, SECONDS);
    }
  }

  private static void awaitMore(Watch watch, List<Node> nodes) throws Exception {
    for (Node node : nodes) {
      int before = watch.answers(node);
      assertTrue(
          Eventually.within(SECONDS, () -> watch.answers(node) >= before + SOME_LOOKUPS),
          () -> {
            watch.assertNobodyMissed("and no more answers come");
            return node + " gives no more answers";
          });
    }
  }

  @Test
  void whoWasSuspendedCatchesUp() throws Exception {
    Node suspended = cluster.node(2);
    List<Node> others = cluster.without(suspended);
    try (Swarm swarm = new Swarm("moved", FEWER, cluster.nodes())) {
      swarm.awaitListed(cluster.nodes(), SECONDS);
      assertEquals(200, others.get(0).http().post("/topic/create?topic=old").status());
      long startNanos = System.nanoTime();
      swarm.setOpen(others);
      swarm.leaveSuspended(suspended);
      try (Swarm newcomers = new Swarm("new", FEWER, others)) {
        swarm.awaitListed(others, SECONDS);
        newcomers.awaitListed(others, SECONDS);
        assertEquals(200, others.get(1).http().post("/topic/delete?topic=old").status());
        assertEquals(200, others.get(0).http().post("/topic/create?topic=young").status());
        Eventually.passes(SUSPENDED.minusNanos(System.nanoTime() - startNanos));

        suspended.resume();
        long resumedNanos = System.nanoTime();
        cluster.awaitAgreement(CATCHES_UP);
        Duration left = CATCHES_UP.minusNanos(System.nanoTime() - resumedNanos);
        swarm.awaitListed(cluster.nodes(), left);
        newcomers.awaitListed(cluster.nodes(), left);
        for (Node node : cluster.nodes()) {
          assertEquals(404, node.http().get("/lookup?topic=old").status(), node + ": old");
          assertEquals(200, node.http().get("/lookup?topic=young").status(), node + ": young");
        }
      }
    }
  }

  @Test
  void whileAllAreRestartedInTurnNoLookupMissesAnybody() throws Exception {
    try (Swarm swarm = new Swarm("rolling", PRODUCERS, cluster.nodes())) {
      swarm.awaitListed(cluster.nodes(), SECONDS);
      List<String> history = new ArrayList<>();
      try (Watch watch = new Watch(swarm.topic(), swarm.addresses().keySet())) {
        watch.begin(cluster.nodes());
        for (Node old : cluster.nodes()) {
          watch.comesOrGoes(old);
          swarm.setOpen(cluster.without(old));
          history.add(old + " stops at " + watch.now());
          old.stop();
          cluster.forget(old);
          history.add("has stopped at " + watch.now());
          swarm.awaitElsewhere(old, SECONDS);

          Node restarted = cluster.launch();
          watch.beginComing(restarted);
          restarted.awaitReady(SECONDS);
          history.add(restarted + " is ready at " + watch.now());
          watch.mustAnswer(restarted);
          awaitMore(watch, List.of(restarted));
          cluster.awaitAgreement(SECONDS);
          swarm.setOpen(cluster.nodes());
          watch.assertNobodyMissed(String.join(", ", history));
        }
        swarm.awaitListed(cluster.nodes(), SECONDS);
        watch.assertNobodyMissed(String.join(", ", history));
      }
    }
  }

  @Test
  void theSecondToDeleteAChannelHasNothingToComplainOf() throws Exception {
    try (ProducerConnection producer = ProducerConnection.open(cluster.node(0).tcpPort())) {
      producer.identify(ProducerIdentity.numbered("channels", 0));
      producer.must("REGISTER orders billing");
      for (Node node : cluster.nodes()) {
        Eventually.holds(node + " knows the channel", SECONDS, () -> hasChannel(node));
      }
      for (Node node : cluster.nodes()) {
        HttpProbe.Answer answer = node.http().post("/channel/delete?topic=orders&channel=billing");
        assertEquals(200, answer.status(), node + ": " + answer.text());
        for (Node other : cluster.nodes()) {
          assertFalse(hasChannel(other), other + " has what " + node + " deleted");
        }
      }
      HttpProbe.Answer never =
          cluster.node(1).http().post("/channel/delete?topic=orders&channel=never");
      assertEquals(404, never.status(), never.text());
    }
  }

  private static boolean hasChannel(Node node) throws Exception {
    return node.http().get("/channels?topic=orders").text().contains("\"billing\"");
  }

  @Test
  void whatOneHasCreatedOrDeletedAllHaveAtOnce() throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      String topic = "\"written-" + i + "\"";
      String query = "?topic=written-" + i;
      Node first = cluster.node(i % 3);
      Node second = cluster.node((i + 1) % 3);
      assertEquals(200, first.http().post("/topic/create" + query).status());
      for (Node node : cluster.nodes()) {
        assertTrue(topics(node).contains(topic), node + " misses what " + first + " created");
      }
      assertEquals(200, second.http().post("/topic/delete" + query).status());
      for (Node node : cluster.nodes()) {
        assertFalse(topics(node).contains(topic), node + " has what " + second + " deleted");
      }
    }
  }

  private static String topics(Node node) throws Exception {
    return node.http().get("/topics").text();
  }
}
