package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code /events} as its clients see it. */
@Timeout(60)
final class EventsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private LocalLookupd lookupd;
  private HttpProbe http;

  @BeforeEach
  void start() {
    lookupd = LocalLookupd.start(LimitSettings.MAX_WATCHERS, "4");
    http = lookupd.http();
  }

  @AfterEach
  void stop() {
    lookupd.close();
  }

  @Test
  void allThatHappensIsTold() throws Exception {
    try (EventReader events = EventReader.open(http, "/events")) {
      try (ProducerConnection producer = lookupd.connect()) {
        producer.identify(ProducerIdentity.numbered("p", 1));
        producer.must("REGISTER a c");
        assertTold(events, "producer-joined p-1");
        assertTold(events, "topic-created a", "channel-created a c", "producer-joined a p-1");
        assertTold(events, "lookup a true");
        post("/topic/tombstone?topic=a&node=p-1:5151");
        assertTold(events, "tombstoned a p-1:5151", "lookup a true");
        post("/channel/delete?topic=a&channel=c");
        assertTold(events, "channel-deleted a c", "lookup a true");
      }
      assertTold(events, "producer-left disconnected p-1");
      post("/topic/delete?topic=a");
      assertTold(events, "topic-deleted a", "lookup a false");
    }
    Eventually.holds("nobody listens", SOON, () -> http.metric("nsqlookupd_watchers") == 0);
  }

  @Test
  void ofATopicItsAnswerIsTold() throws Exception {
    post("/topic/create?topic=other");
    try (EventReader events = EventReader.open(http, "/events?topic=a");
        ProducerConnection producer = lookupd.connect()) {
      EventReader.Event first = events.next();
      assertEquals("lookup a", first.summary());
      assertEquals(0, first.data().path("producers").size());

      post("/topic/delete?topic=other");
      producer.identify(ProducerIdentity.numbered("p", 1));
      producer.must("REGISTER a");
      assertTold(events, "topic-created a", "producer-joined a p-1");
      EventReader.Event now = events.next();
      assertEquals("lookup a", now.summary());
      assertEquals(
          http.get("/lookup?topic=a").json().path("producers"), now.data().path("producers"));
      assertTrue(now.data().path("time").asLong() > 1_700_000_000_000L);
    }
  }

  @Test
  void whoComesBackIsToldWhatItMissed() throws Exception {
    String lastId;
    try (EventReader events = EventReader.open(http, "/events")) {
      post("/topic/create?topic=a");
      assertTold(events, "topic-created a", "lookup a true");
      lastId = events.lastId();
    }
    post("/topic/create?topic=b");
    post("/channel/create?topic=a&channel=c");
    try (EventReader events = EventReader.resume(http, "/events", lastId);
        EventReader ofOne = EventReader.resume(http, "/events?topic=a", lastId)) {
      assertTold(events, "topic-created b", "lookup b true");
      assertTold(events, "channel-created a c", "lookup a true");
      assertTold(ofOne, "channel-created a c", "lookup a");
      post("/topic/create?topic=d");
      assertTold(events, "topic-created d", "lookup d true");
    }
  }

  @Test
  void whoComesBackFromElsewhereIsToldWhatThereIs() throws Exception {
    post("/topic/create?topic=a");
    try (ProducerConnection producer = lookupd.connect()) {
      producer.identify(ProducerIdentity.numbered("p", 1));
      producer.must("REGISTER a");
      for (String id : new String[] {"0-7", "", "nonsense", "x-99999999999999999999"}) {
        try (EventReader events = EventReader.resume(http, "/events", id);
            EventReader ofOne = EventReader.resume(http, "/events?topic=a", id)) {
          EventReader.Event all = events.next();
          assertEquals("reset", all.name());
          assertEquals(http.get("/topics").json().path("topics"), all.data().path("topics"));
          assertEquals(http.get("/nodes").json().path("producers"), all.data().path("producers"));
          EventReader.Event one = ofOne.next();
          assertEquals("reset a", one.summary());
          assertEquals(1, one.data().path("producers").size());
          post("/channel/create?topic=a&channel=c" + id.length());
          assertTold(events, "channel-created a c" + id.length());
          assertTold(ofOne, "channel-created a c" + id.length());
        }
      }
    }
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    for (String topic : new String[] {"", "a%20b", "*"}) {
      HttpProbe.Answer answer = http.get("/events?topic=" + topic);
      assertEquals(400, answer.status());
      assertEquals("{\"message\":\"INVALID_ARG_TOPIC\"}", answer.text());
    }
    EventReader[] readers = new EventReader[4];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = EventReader.open(http, "/events");
    }
    assertEquals(503, http.get("/events").status());
    assertEquals(0, http.metric("nsqlookupd_http_requests_in_flight"));
    for (EventReader reader : readers) {
      reader.close();
    }
  }

  @Test
  void aStreamEndsWhenTheDaemonStops() throws Exception {
    try (EventReader events = EventReader.open(http, "/events")) {
      lookupd.stop();
      assertThrows(EOFException.class, events::next);
    }
  }

  /** More than is given to the network at once. */
  @Test
  void whatThereIsIsToldWhole() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      post("/topic/create?topic=" + "long".repeat(15) + i);
      post("/channel/create?topic=a&channel=" + "long".repeat(15) + i);
    }
    try (EventReader all = EventReader.resume(http, "/events", "0-7");
        EventReader ofOne = EventReader.open(http, "/events?topic=a")) {
      assertEquals(http.get("/topics").json().path("topics"), all.next().data().path("topics"));
      assertEquals(
          http.get("/lookup?topic=a").json().path("channels"),
          ofOne.next().data().path("channels"));
      post("/topic/create?topic=b");
      assertTold(all, "topic-created b");
    }
  }

  /** Who is cut off before the end of it is to be told it again. */
  @Test
  void whereAStreamIsIsSaidWithWhatThereIsAndNotBefore() throws Exception {
    for (String target : new String[] {"/events", "/events?topic=a"}) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(http.open(target, "Last-Event-ID", "0-7").body(), UTF_8))) {
        assertEquals("retry: 2000", lines.readLine());
        assertTrue(lines.readLine().startsWith("id: "));
        assertEquals("event: reset", lines.readLine());
      }
    }
  }

  /** As much at once as is kept: who reads gets all of it, in order, however slowly. */
  @Test
  void whoReadsIsToldAllOfAStorm() throws Exception {
    int topics = 5_000;
    try (EventReader events = EventReader.open(http, "/events");
        EventReader likewise = EventReader.open(http, "/events");
        EventReader ofOne = EventReader.open(http, "/events?topic=t7");
        ProducerConnection producer = lookupd.connect()) {
      assertEquals("lookup t7", ofOne.next().summary());
      producer.identify(ProducerIdentity.numbered("p", 1));
      StringBuilder storm = new StringBuilder();
      for (int i = 0; i < topics; i++) {
        storm.append("REGISTER t").append(i).append('\n');
      }
      Thread writer = new Thread(() -> sendAll(producer, storm.toString()));
      writer.start();
      long number = 0;
      for (int created = 0; created < topics; ) {
        EventReader.Event event = events.next();
        long next = Long.parseLong(event.id().substring(event.id().indexOf('-') + 1));
        assertEquals(number + 1, next);
        number = next;
        created += event.name().equals("topic-created") ? 1 : 0;
        assertEquals(event, likewise.next());
      }
      assertTold(ofOne, "topic-created t7", "producer-joined t7 p-1", "lookup t7");
      writer.join();
      for (int i = 0; i < topics; i++) {
        assertEquals("OK", producer.readAnswer());
      }
    }
  }

  private static void sendAll(ProducerConnection producer, String commands) {
    try {
      producer.send(commands);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void post(String target) throws Exception {
    assertEquals(200, http.post(target).status());
  }

  private static void assertTold(EventReader events, String... summaries) throws Exception {
    for (String summary : summaries) {
      assertEquals(summary, events.next().summary());
    }
  }
}
