package io.github.vertxnsq.lookupd.seeding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class SeedingTest {
  private static final String ONE_TOPIC = "{\"topics\":[\"orders\"]}";

  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  private final Logger logger = (Logger) LoggerFactory.getLogger(Takeover.class);
  private final LogCapture log = new LogCapture(Takeover.class);

  @BeforeEach
  void logAlthoughLocalDaemonsAreQuiet() {
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void logAsBefore() {
    logger.setLevel(null);
    log.close();
  }

  @Test
  void takesOverTheNamesAndNoProducers() throws Exception {
    try (LocalLookupd old = LocalLookupd.start();
        ProducerConnection producer = old.connect()) {
      producer.identify(ProducerIdentity.numbered("old", 1));
      producer.must("REGISTER orders billing");
      producer.must("REGISTER orders audit#ephemeral");
      producer.must("REGISTER moment#ephemeral now");
      old.http().post("/channel/create?topic=orders&channel=archive");
      old.http().post("/topic/create?topic=no.channels_-1");
      old.http().post("/channel/create?topic=left&channel=alone");

      try (LocalLookupd seeded = seededFrom(url(old) + "/")) {
        assertEquals(List.of("left", "no.channels_-1", "orders"), topics(seeded));
        assertEquals(List.of("archive", "billing"), channels(seeded, "orders"));
        assertEquals(List.of("alone"), channels(seeded, "left"));
        assertEquals(List.of(), channels(seeded, "no.channels_-1"));
        assertEquals(0, seeded.http().get("/lookup?topic=orders").json().path("producers").size());
        assertEquals(200, seeded.http().get("/health/ready").status());
        assertEquals(
            "INFO SEED: " + url(old) + ": 3 topics and 3 channels taken over, 2 ephemeral left out",
            log.next());
      }
    }
  }

  @Test
  void takesTheRestWhenSomeOldOnesAreOfNoUse() throws Exception {
    String dead = OddServer.deadUrl();
    try (LocalLookupd old = LocalLookupd.start();
        OddServer absent = new OddServer((target, out) -> out.write(OddServer.answer(404, "{}")));
        OddServer html = new OddServer((target, out) -> out.write(OddServer.answer(200, "<p>")));
        OddServer notHttp =
            new OddServer((target, out) -> out.write("E_INVALID\r\n\r\n".getBytes(UTF_8)));
        OddServer rude = new OddServer((target, out) -> {});
        OddServer endless = new OddServer((target, out) -> OddServer.writeForEver(out))) {
      old.http().post("/channel/create?topic=orders&channel=billing");
      String urls =
          String.join(
              ",",
              dead,
              absent.url(),
              html.url(),
              notHttp.url(),
              rude.url(),
              endless.url(),
              url(old));

      try (LocalLookupd seeded = seededFrom(urls)) {
        assertEquals(List.of("orders"), topics(seeded));
        assertEquals(List.of("billing"), channels(seeded, "orders"));
        List<String> lines = lines(7);
        assertOne(lines, "WARN SEED: " + dead + ": nothing taken over: Connection refused.*");
        assertOne(lines, nothing(absent) + "/topics was answered with status 404");
        assertOne(lines, nothing(html) + "/topics was answered without a list of topics");
        assertOne(lines, nothing(notHttp) + "(?!Connection).+");
        assertOne(lines, nothing(rude) + "Connection was closed");
        assertOne(lines, nothing(endless) + "/topics was answered without a list of topics");
        assertOne(lines, "INFO SEED: " + url(old) + ": 1 topics and 1 channels taken over.*");
      }
    }
  }

  @Test
  void skipsNamesThatAreNone() throws Exception {
    try (OddServer old =
        new OddServer(
            (target, out) ->
                out.write(
                    OddServer.answer(
                        200,
                        target.equals("/topics")
                            ? "{\"topics\":[\"*\",\"\",\"a b\",\"orders\",\"orders\"]}"
                            : "{\"channels\":[\"*\",\"billing\",\"x\\n\"]}")))) {
      try (LocalLookupd seeded = seededFrom(old.url())) {
        assertEquals(List.of("orders"), topics(seeded));
        assertEquals(List.of("billing"), channels(seeded, "orders"));
        assertEquals(List.of("/topics", "/channels?topic=orders"), old.targets());
        assertEquals(
            "WARN SEED: " + old.url() + ": 5 names skipped, which are not valid", log.next());
        assertEquals(
            "INFO SEED: "
                + old.url()
                + ": 1 topics and 1 channels taken over, 0 ephemeral left out",
            log.next());
      }
    }
  }

  @Test
  void keepsTopicsWhoseChannelsItCannotHave() throws Exception {
    try (OddServer old =
        new OddServer(
            (target, out) ->
                out.write(
                    switch (target) {
                      case "/topics" -> OddServer.answer(200, "{\"topics\":[\"a\",\"b\",\"c\"]}");
                      case "/channels?topic=b" -> OddServer.answer(500, "");
                      default -> OddServer.answer(200, "{\"channels\":[\"all\"]}");
                    }))) {
      try (LocalLookupd seeded = seededFrom(old.url())) {
        assertEquals(List.of("a", "b", "c"), topics(seeded));
        assertEquals(List.of("all"), channels(seeded, "a"));
        assertEquals(List.of(), channels(seeded, "b"));
        assertEquals(
            "WARN SEED: "
                + old.url()
                + ": channels of 1 topics not taken over: /channels was answered with status 500",
            log.next());
      }
    }
  }

  @Test
  void asksAFewAtATimeForMany() throws Exception {
    List<String> topics = IntStream.range(0, 200).mapToObj("topic-%03d"::formatted).toList();
    List<String> channels = IntStream.range(0, 30).mapToObj("channel-%02d"::formatted).toList();
    try (OddServer old =
        new OddServer(
            (target, out) ->
                out.write(
                    OddServer.answer(
                        200,
                        target.equals("/topics")
                            ? OddServer.listed("topics", topics)
                            : OddServer.listed("channels", channels))))) {
      try (LocalLookupd seeded = seededFrom(old.url())) {
        assertEquals(topics, topics(seeded));
        for (String topic : topics) {
          assertEquals(channels, channels(seeded, topic));
        }
        assertTrue(old.mostAtATime() <= OldLookupd.AT_ONCE, () -> "" + old.mostAtATime());
      }
    }
  }

  @Test
  void asksAnAddressOfIpv6() throws Exception {
    try (OddServer old =
        new OddServer(
            InetAddress.getByAddress(IPV6_LOOPBACK),
            (target, out) -> out.write(OddServer.answer(200, "{\"topics\":[]}")))) {
      try (LocalLookupd seeded = seededFrom(old.url())) {
        assertEquals(List.of(), topics(seeded));
        assertEquals(
            "INFO SEED: "
                + old.url()
                + ": 0 topics and 0 channels taken over, 0 ephemeral left out",
            log.next());
      }
    }
  }

  /** Which is all that can be shown without a certificate that the JVM trusts. */
  @Test
  void beginsTlsWhereTheUrlSaysSo() throws Exception {
    try (LocalLookupd old = LocalLookupd.start()) {
      String url = url(old).replace("http:", "https:");
      try (LocalLookupd seeded = seededFrom(url)) {
        assertEquals(List.of(), topics(seeded));
        assertOne(lines(1), "WARN SEED: " + url + ": nothing taken over: .*(SSL|TLS).*");
      }
    }
  }

  @Test
  void waitsNoLongerThanItsPatience() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Vertx vertx = Vertx.vertx(); // without a registry, so that what it is told is refused
    try (OddServer silent = new OddServer((target, out) -> OddServer.await(over));
        OddServer halfway =
            new OddServer(
                (target, out) -> {
                  if (!target.equals("/topics")) {
                    OddServer.await(over);
                  }
                  out.write(OddServer.answer(200, ONE_TOPIC));
                })) {
      Seeding.from(
              List.of(silent.url(), halfway.url()),
              vertx,
              new RegistryClient(vertx),
              new Bounds(Duration.ofSeconds(1), 1_000))
          .await(10, TimeUnit.SECONDS);

      List<String> lines = lines(4);
      assertOne(lines, nothing(silent) + "not all was answered within 1 s");
      assertOne(
          lines,
          "WARN SEED: "
              + halfway.url()
              + ": channels of 1 topics not taken over: not all was answered within 1 s");
      assertOne(lines, "WARN SEED: " + halfway.url() + ": 1 names refused by the registry");
      assertOne(lines, "INFO SEED: " + halfway.url() + ": 1 topics and 0 channels taken over.*");
    } finally {
      over.countDown();
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static LocalLookupd seededFrom(String urls) {
    return LocalLookupd.start(Settings.SEED_FROM, urls);
  }

  private static String url(LocalLookupd daemon) {
    return "http://127.0.0.1:" + daemon.httpPort();
  }

  private static String nothing(OddServer server) {
    return "WARN SEED: " + server.url() + ": nothing taken over: ";
  }

  private List<String> lines(int count) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(log.next());
    }
    return lines;
  }

  private static void assertOne(List<String> lines, String pattern) {
    String unbracketed = pattern.replace("[", "\\[").replace("]", "\\]");
    assertEquals(
        1,
        lines.stream().filter(line -> line.matches(unbracketed)).count(),
        () -> pattern + " in " + lines);
  }

  private static List<String> topics(LocalLookupd daemon) throws Exception {
    return texts(daemon.http().get("/topics").json().path("topics"));
  }

  private static List<String> channels(LocalLookupd daemon, String topic) throws Exception {
    return texts(daemon.http().get("/channels?topic=" + topic).json().path("channels"));
  }

  private static List<String> texts(JsonNode array) {
    TreeSet<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asText()));
    assertEquals(array.size(), texts.size());
    return List.copyOf(texts);
  }
}
