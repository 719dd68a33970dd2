package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.EventReader;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever watches any member sees what happens at all of them. */
@Timeout(120)
final class WatchingClusterIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String[] TARGETS = {
    "/lookup?topic=a&", "/channels?topic=a&", "/topics?", "/nodes?"
  };

  private LocalCluster cluster;

  @BeforeEach
  void start() {
    cluster = LocalCluster.start(3, LocalCluster.onLoopback());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void anAnswerHasOneTagEverywhere() throws Exception {
    try (ProducerConnection producer = member(0).connect()) {
      producer.identify(ProducerIdentity.numbered("p", 1));
      producer.must("REGISTER a c");
      for (String target : TARGETS) {
        Eventually.holds(target, SOON, () -> tags(target).size() == 1);
      }
    }
  }

  private Set<String> tags(String target) throws Exception {
    Set<String> tags = new HashSet<>();
    for (LocalCluster.Member member : cluster.members()) {
      tags.add(member.http().get(target + "wait=0").headers().firstValue("ETag").orElse("none"));
    }
    return tags;
  }

  @Test
  void whoWaitsAtOneIsToldWhatHappensAtAnother() throws Exception {
    HttpProbe there = member(0).http();
    there.post("/topic/create?topic=a");
    String tag = there.get("/lookup?topic=a&wait=0").headers().firstValue("ETag").orElseThrow();
    try (RawHttp waiting = RawHttp.open(member(1).httpPort());
        ProducerConnection producer = member(2).connect()) {
      waiting.send(
          "GET /lookup?topic=a&wait=1m HTTP/1.1\r\nHost: x\r\nIf-None-Match: %s\r\n\r\n"
              .formatted(tag));
      HttpProbe here = member(1).http();
      Eventually.holds("it waits", SOON, () -> here.metric("nsqlookupd_watchers") == 1);
      producer.identify(ProducerIdentity.numbered("p", 1));
      producer.must("REGISTER a");

      assertEquals(200, waiting.readAnswer().status());
    }
  }

  @Test
  void theStreamOfOneTellsOfAll() throws Exception {
    try (EventReader events = EventReader.open(member(0).http(), "/events")) {
      try (ProducerConnection producer = member(1).connect()) {
        producer.identify(ProducerIdentity.numbered("p", 1));
        producer.must("REGISTER a");
        awaitTold(events, "producer-joined p-1");
        awaitTold(events, "producer-joined a p-1");
      }
      awaitTold(events, "producer-left disconnected p-1");
      awaitTold(events, "producer-left a disconnected p-1");

      LocalCluster.Member fourth = cluster.join(LocalCluster.onLoopback());
      awaitTold(events, "member-joined");
      cluster.leave(fourth);
      awaitTold(events, "member-left");
    }
  }

  /** What is told before is passed over, as it may come in several pieces. */
  private static void awaitTold(EventReader events, String summary) throws Exception {
    while (!events.next().summary().equals(summary)) {
      // on
    }
  }

  private LocalCluster.Member member(int number) {
    return cluster.members().get(number);
  }
}
