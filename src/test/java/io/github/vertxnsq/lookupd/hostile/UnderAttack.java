package io.github.vertxnsq.lookupd.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/**
 * One daemon with little memory for all cases of a class. None of them may be noticed by a producer
 * or a consumer that keeps to the protocol, and none may leave anything behind.
 */
@Timeout(120)
abstract class UnderAttack {
  private static final Duration RECOVERY = Duration.ofSeconds(30);

  /** Fresh connections, so that each of the event loops behind the port is asked. */
  private static final int PROBES = 4;

  private static final int WARM_UPS = 100;
  private static final List<String> WARM_UP_TARGETS =
      List.of("/ping", "/lookup?topic=" + GoodProducer.TOPIC, "/nodes", "/debug", "/metrics");

  private static final Pattern LOG_LINE =
      Pattern.compile("^\\[nsqlookupd\\] \\S+ \\S+ (DEBUG|INFO|WARNING|ERROR): .*");

  private static final Pattern EXPECTED_ERROR =
      Pattern.compile(
          " ERROR: (\\[127\\.0\\.0\\.1:\\d+\\] - E_[A-Z_]+( .*)?"
              + "|client\\(127\\.0\\.0\\.1:\\d+\\) bad protocol magic '.*')$");

  private static DaemonProcess daemon;
  private static GoodProducer producer;
  private static Vitals before;

  @BeforeAll
  static void start() throws Exception {
    daemon = new DaemonLauncher().jvmFlags("-Xmx128m").start();
    producer = new GoodProducer(daemon.tcpPort());
    warmUp();
    assertUnharmed();
    before = Vitals.of(daemon);
  }

  /**
   * What an attack does to a daemon is the question, not what the JVM's compiler does to a start.
   */
  private static void warmUp() throws Exception {
    HttpProbe http = http();
    for (int i = 0; i < WARM_UPS; i++) {
      for (String target : WARM_UP_TARGETS) {
        assertEquals(200, http.get(target).status());
      }
    }
  }

  static int tcpPort() throws InterruptedException {
    return daemon.tcpPort();
  }

  static int httpPort() throws InterruptedException {
    return daemon.httpPort();
  }

  static HttpProbe http() throws InterruptedException {
    return new HttpProbe(daemon.httpPort());
  }

  /** A producer of its own name, which tells much of itself: about as much as it may. */
  static ProducerConnection talkative(int number) throws Exception {
    ProducerConnection talkative = ProducerConnection.open(tcpPort());
    talkative.identify(ProducerIdentity.numbered("talkative", number).talkative());
    return talkative;
  }

  @AfterEach
  void nobodyElseNoticed() throws Exception {
    assertUnharmed();
  }

  /** May be asked in the middle of a case, too. */
  static void assertUnharmed() throws Exception {
    producer.assertWasAlwaysAnsweredInTime();
    for (int i = 0; i < PROBES; i++) {
      assertTrue(ask("/ping").endsWith("OK"));
    }
    String lookup = ask("/lookup?topic=" + GoodProducer.TOPIC);
    assertTrue(lookup.contains("\"broadcast_address\":\"good-0\""), lookup);
  }

  private static String ask(String target) throws Exception {
    long startNanos = System.nanoTime();
    try (Stranger consumer = Stranger.connect(httpPort())) {
      String answer =
          consumer
              .send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
              .readToEnd();
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
      assertTrue(taken.compareTo(GoodProducer.PATIENCE) < 0, target + " took " + taken);
      return answer;
    }
  }

  @AfterAll
  static void nothingIsLeftBehind() throws Exception {
    try {
      Eventually.holds(
          "all is as it was: " + before, RECOVERY, () -> Vitals.of(daemon).areBackTo(before));
      List<String> unexpected =
          daemon.stderr().stream().filter(UnderAttack::isUnexpected).limit(10).toList();
      assertEquals(List.of(), unexpected);
    } catch (AssertionError e) {
      e.addSuppressed(new AssertionError("at the end: " + Vitals.of(daemon)));
      throw e;
    } finally {
      producer.close();
      daemon.close();
    }
  }

  /** A stack trace, or an error that no stranger's bytes explain. */
  private static boolean isUnexpected(String line) {
    return !LOG_LINE.matcher(line).matches()
        || (line.contains(" ERROR: ") && !EXPECTED_ERROR.matcher(line).find());
  }
}
