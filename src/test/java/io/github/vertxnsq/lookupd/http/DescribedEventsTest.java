package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalCluster;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every event is as it is described, and every event that is described is told. */
@Timeout(120)
final class DescribedEventsTest {
  private static final ProducerIdentity ODD =
      new ProducerIdentity("::\u20ac\"", -1, Integer.MAX_VALUE, "v", "<h>\0", "", "");

  private final Set<String> seen = new TreeSet<>();
  private DescribedApi api;
  private HttpProbe http;

  @BeforeEach
  void read() throws Exception {
    api = DescribedApi.built();
  }

  @Test
  void whatHappensIsToldAsDescribed() throws Exception {
    Map<String, List<String>> described = described("/events");
    Options options = LocalCluster.onLoopback().with(Settings.TOMBSTONE_LIFETIME, "1s");
    try (LocalCluster cluster = LocalCluster.start(1, options)) {
      LocalCluster.Member daemon = cluster.members().get(0);
      http = daemon.http();
      try (EventReader events = EventReader.open(http, "/events")) {
        provoke(daemon);
        LocalCluster.Member other = cluster.join(options);
        readTo("member-joined", events, described, 0); // one that came and went is not told of
        cluster.leave(other);
        readTo("member-left", events, described, 0);
      }
      try (EventReader events = EventReader.resume(http, "/events", "of another daemon")) {
        readTo("reset", events, described, 0);
      }
    }
    assertEquals(described.keySet(), seen);
  }

  /** All that can happen to an nsqd and what it has; at the end its topic is gone. */
  private void provoke(LocalCluster.Member daemon) throws Exception {
    try (EventReader ends = EventReader.open(http, "/events?topic=orders");
        ProducerConnection producer = daemon.connect();
        ProducerConnection odd = daemon.connect()) {
      producer.identify(ProducerIdentity.numbered("described", 0));
      producer.must("REGISTER orders billing").must("REGISTER orders tmp#ephemeral");
      odd.identify(ODD);
      odd.must("REGISTER orders");
      odd.must("UNREGISTER orders");
      post("/topic/tombstone?topic=orders&node=described-0:5150");
      await("tombstone-expired", ends);
      post("/channel/delete?topic=orders&channel=billing");
      post("/topic/delete?topic=orders");
      await("topic-deleted", ends);
    }
  }

  /** Their data is the topic's answer, in another form than where all topics are told of. */
  @Test
  void aTopicIsToldAsDescribed() throws Exception {
    Map<String, List<String>> described = described("/events");
    try (LocalLookupd lookupd = LocalLookupd.start();
        ProducerConnection odd = lookupd.connect()) {
      http = lookupd.http();
      try (EventReader events = EventReader.open(http, "/events?topic=orders")) {
        readTo("lookup", events, described, 1); // of a topic that there is not
        odd.identify(ODD);
        odd.must("REGISTER orders billing");
        readTo("producer-joined", events, described, 1);
        readTo("lookup", events, described, 1);
      }
      try (EventReader events = EventReader.resume(http, "/events?topic=orders", "0-0")) {
        readTo("reset", events, described, 1);
      }
    }
    assertTrue(seen.containsAll(Set.of("lookup", "reset", "topic-created")), seen::toString);
  }

  @Test
  void theConsoleIsToldAsDescribed() throws Exception {
    Map<String, List<String>> described = described("/ui/live");
    try (LocalCluster cluster = LocalCluster.start(1, LocalCluster.onLoopback());
        LocalLookupd alone = LocalLookupd.start()) {
      listenAsTheConsole(cluster.members().get(0).http(), cluster.members().get(0).tcpPort());
      assertEquals(described.keySet(), seen);
      seen.clear();
      listenAsTheConsole(alone.http(), alone.tcpPort());
    }
    assertEquals(described.keySet(), seen);
  }

  private void listenAsTheConsole(HttpProbe daemon, int tcpPort) throws Exception {
    try (ProducerConnection odd = ProducerConnection.open(tcpPort)) {
      odd.identify(ODD);
      odd.must("REGISTER orders billing");
      try (EventReader events = EventReader.withoutIds(daemon, "/ui/live?heard=true")) {
        for (int i = 0; i < 3; i++) { // after both of the beginning
          check(events.next(), described("/ui/live"), 0);
        }
      }
    }
  }

  private Map<String, List<String>> described(String path) {
    return api.events(api.operation("GET", path));
  }

  private void readTo(
      String last, EventReader events, Map<String, List<String>> described, int form)
      throws Exception {
    EventReader.Event event;
    do {
      event = events.next();
      check(event, described, form);
    } while (!event.name().equals(last));
  }

  /**
   * Fails unless it is described.
   *
   * @param form which of an event's schemas is meant, where it has so many; else its last
   */
  private void check(EventReader.Event event, Map<String, List<String>> described, int form) {
    List<String> forms = described.getOrDefault(event.name(), List.of());
    assertTrue(!forms.isEmpty(), () -> event + " is not described");
    api.checkFits(forms.get(Math.min(form, forms.size() - 1)), event.data());
    seen.add(event.name());
  }

  private static void await(String name, EventReader events) throws Exception {
    while (!events.next().name().equals(name)) {
      // on
    }
  }

  private void post(String target) throws Exception {
    assertEquals(200, http.post(target).status(), target);
  }
}
