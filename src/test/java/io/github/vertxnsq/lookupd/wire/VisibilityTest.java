package io.github.vertxnsq.lookupd.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was answered and then asks, sees it, over whichever connection. */
@Timeout(60)
class VisibilityTest {
  private static final int HAMMERS = 2;
  private static final int ROUNDS = 300;
  private static final int TWINS = 30;

  /** More than is told of in one slice of the registry's work. */
  private static final int MUCH = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  private interface Body {
    void run() throws Exception;
  }

  /** Runs it while others ask for the same all the time, so that answers are kept for them. */
  private static void whileOthersAsk(String target, Body body) throws Exception {
    ExecutorService hammers = Executors.newFixedThreadPool(HAMMERS);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < HAMMERS; i++) {
      asked.add(
          hammers.submit(
              () -> {
                int answers = 0;
                try (RawHttp http = RawHttp.open(lookupd.httpPort())) {
                  for (; !over.get(); answers++) {
                    http.sendRequest("GET", target).readAnswer();
                  }
                }
                return answers;
              }));
    }
    try {
      body.run();
    } finally {
      over.set(true);
      hammers.shutdown();
    }
    for (Future<Integer> one : asked) {
      assertTrue(one.get() > 0);
    }
  }

  @Test
  void aRegistrationIsSeenAsSoonAsItIsAnswered() throws Exception {
    String target = "/lookup?topic=visible";
    try (ProducerConnection producer = lookupd.connect();
        RawHttp keptAlive = RawHttp.open(lookupd.httpPort())) {
      producer.identify(ProducerIdentity.numbered("visible", 0));
      producer.must("REGISTER visible");
      whileOthersAsk(
          target,
          () -> {
            for (int i = 0; i < ROUNDS; i++) {
              producer.must("REGISTER visible c" + i);
              assertEquals(i + 1, ask(keptAlive, target).path("channels").size());
              try (RawHttp fresh = RawHttp.open(lookupd.httpPort())) {
                assertEquals(i + 1, ask(fresh, target).path("channels").size());
              }
            }
            for (int i = 0; i < ROUNDS; i++) {
              producer.must("UNREGISTER visible");
              assertEquals(0, ask(keptAlive, target).path("producers").size());
              producer.must("REGISTER visible");
              assertEquals(1, ask(keptAlive, target).path("producers").size());
            }
          });
    }
  }

  @Test
  void whatAnAdministratorOrdersIsSeenAsSoonAsItIsAnswered() throws Exception {
    HttpProbe http = lookupd.http();
    whileOthersAsk(
        "/topics",
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            http.post("/topic/create?topic=ordered");
            assertTrue(hasTopic("ordered"));
            http.post("/topic/delete?topic=ordered");
            assertFalse(hasTopic("ordered"));
          }
        });
  }

  private static boolean hasTopic(String topic) throws Exception {
    for (JsonNode name : lookupd.http().get("/topics").json().path("topics")) {
      if (name.asText().equals(topic)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode ask(RawHttp http, String target) throws Exception {
    return JSON.readTree(http.sendRequest("GET", target).readAnswer().text());
  }

  @Test
  void oneIdentityIsListedOnceAndAnOlderConnectionShowsAgainWhenTheNewerEnds() throws Exception {
    ProducerIdentity identity = ProducerIdentity.numbered("twice", 0);
    try (ProducerConnection older = lookupd.connect();
        ProducerConnection newer = lookupd.connect()) {
      older.identify(identity.withHostname("older"));
      older.must("REGISTER twice");
      newer.identify(identity.withHostname("newer"));
      newer.must("REGISTER twice");
      newer.must("PING");
      assertEquals(List.of("newer"), hostnames("/lookup?topic=twice"));
      assertEquals(List.of("newer"), hostnames("/nodes"));

      newer.shutdownOutput();
      newer.expectEndOfStream();
      Eventually.holds(
          "the older one shows again",
          Duration.ofSeconds(10),
          () -> hostnames("/lookup?topic=twice").equals(List.of("older")));
      assertEquals(List.of("older"), hostnames("/nodes"));
    }
  }

  /** No token is asked for over TCP: all that it takes is to know the address of an nsqd. */
  @ParameterizedTest
  @ValueSource(
      strings = {"PING\n", "UNREGISTER twice\n", "REGISTER twice\nUNREGISTER twice\nPING\n"})
  void whoIdentifiesAsAnotherNsqdDoesNotHideIt(String commands) throws Exception {
    ProducerIdentity identity = ProducerIdentity.numbered("twice", 0);
    try (ProducerConnection nsqd = lookupd.connect()) {
      nsqd.identify(identity);
      nsqd.must("REGISTER twice");
      nsqd.must("PING");
      for (int i = 0; i < TWINS; i++) {
        try (ProducerConnection twin = lookupd.connect()) {
          twin.identify(identity.withHostname("twin"));
          twin.send(commands);
          for (int line = 0; line < commands.split("\n").length; line++) {
            assertEquals("OK", twin.readAnswer());
          }
          assertEquals(1, hostnames("/lookup?topic=twice").size());
          JsonNode node = nodeOf(identity);
          assertEquals("[\"twice\"]", node.path("topics").toString());
          assertEquals("[false]", node.path("tombstones").toString());
        }
        assertEquals(1, hostnames("/lookup?topic=twice").size());
      }
    }
  }

  private static JsonNode nodeOf(ProducerIdentity identity) throws Exception {
    for (JsonNode node : lookupd.http().get("/nodes").json().path("producers")) {
      if (node.path("broadcast_address").asText().equals(identity.broadcastAddress())) {
        return node;
      }
    }
    throw new AssertionError(identity + " is not listed");
  }

  @Test
  void whoHoldsVeryMuchIsSeenEverywhereAsSoonAsItIsAnswered() throws Exception {
    ProducerIdentity identity = ProducerIdentity.numbered("much", 0);
    try (ProducerConnection older = lookupd.connect();
        ProducerConnection newer = lookupd.connect();
        RawHttp http = RawHttp.open(lookupd.httpPort())) {
      older.identify(identity.withHostname("older"));
      StringBuilder lines = new StringBuilder();
      IntStream.range(0, MUCH).forEach(i -> lines.append("REGISTER much-").append(i).append('\n'));
      older.send(lines.toString());
      for (int i = 0; i < MUCH; i++) {
        assertEquals("OK", older.readAnswer());
      }
      assertHostnames(http, "older");
      newer.identify(identity.withHostname("newer"));
      assertHostnames(http, "newer");
    }
  }

  /** In the lookups of every so many topics, which are kept for the next who asks. */
  private static void assertHostnames(RawHttp http, String hostname) throws Exception {
    for (int i = 0; i < MUCH; i += MUCH / 100) {
      JsonNode producers = ask(http, "/lookup?topic=much-" + i).path("producers");
      assertEquals(hostname, producers.path(0).path("hostname").asText(), "topic much-" + i);
    }
  }

  private static List<String> hostnames(String target) throws Exception {
    List<String> hostnames = new ArrayList<>();
    for (JsonNode producer : lookupd.http().get(target).json().path("producers")) {
      String hostname = producer.path("hostname").asText();
      if (producer.path("broadcast_address").asText().equals("twice-0")) {
        hostnames.add(hostname);
      }
    }
    return hostnames;
  }
}
