package io.github.vertxnsq.lookupd.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random sessions over HTTP, with and without TLS. */
@Timeout(3_600)
final class HttpFuzzIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  private static final Pattern LEFTOVER =
      Pattern.compile(
          "nsqlookupd_(client_memory_bytes\\{.*|connections|producers|registrations"
              + "|http_requests_in_flight) ");

  /** Of who asks for the metrics: its request is held until it is answered. */
  private static final double MAX_OWN_BYTES = 4_096;

  @Test
  void everyRequestThatCameWholeIsAnsweredAsItShouldBe(@TempDir Path folder) throws Exception {
    TestCa ca = TestCa.named("fuzz");
    Path cert = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    TestCa.write(ca.issue("localhost"), cert, key);
    try (DaemonProcess daemon =
        new DaemonLauncher()
            .jvmFlags("@conf/jvm.options", "-Xmx128m")
            .arguments("-https-address=127.0.0.1:0", "-tls-cert=" + cert, "-tls-key=" + key)
            .start()) {
      HttpSession.Ports ports =
          new HttpSession.Ports(daemon.httpPort(), daemon.httpsPort(), ca.client());
      HttpProbe http = new HttpProbe(daemon.httpPort());
      for (int i = 0; i < HttpRequests.TOPICS; i++) {
        http.post("/channel/create?topic=t" + i + "&channel=c" + i);
      }
      new RandomSessions(seed -> HttpSession.of(seed, ports)).run();
      for (int i = 0; i < HttpRequests.TOPICS; i++) {
        assertEquals("{\"channels\":[\"c" + i + "\"]}", http.get("/channels?topic=t" + i).text());
      }
      assertNothingIsLeft(daemon);
    }
  }

  /** Of who has gone, and in the log. */
  static void assertNothingIsLeft(DaemonProcess daemon) throws Exception {
    HttpProbe http = new HttpProbe(daemon.httpPort());
    try {
      Eventually.holds("nothing is left", SOON, () -> leftovers(http).isEmpty());
    } catch (AssertionError late) {
      throw new AssertionError("left: " + leftovers(http), late);
    }
    assertEquals(
        List.of(),
        daemon.stderr().stream()
            .filter(line -> !line.startsWith("[nsqlookupd] ") || line.contains(" ERROR: "))
            .filter(line -> !line.contains("] - E_") && !line.contains(") bad protocol magic '"))
            .limit(10)
            .toList());
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static List<String> leftovers(HttpProbe http) throws Exception {
    return http.get("/metrics")
        .text()
        .lines()
        .filter(line -> LEFTOVER.matcher(line).lookingAt())
        .filter(line -> value(line) > (line.contains("_bytes") ? MAX_OWN_BYTES : 0))
        .toList();
  }
}
