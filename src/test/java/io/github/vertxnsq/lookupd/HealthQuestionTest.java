package io.github.vertxnsq.lookupd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.vertxnsq.lookupd.config.Healthcheck;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.SettingsAtOnce;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.tls.TestCa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthQuestionTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', http://127.0.0.1:4161/ping",
    ":80, '', http://127.0.0.1:80/ping",
    "'[::]:80', '', http://[::1]:80/ping",
    "'[fe80::1%lo]:80', '', http://[fe80::1%lo]:80/ping",
    "lookup.example:80, '', http://lookup.example:80/ping",
    "127.0.0.1:0, 10.0.0.1:4443, https://10.0.0.1:4443/ping",
    ":80, :4443, http://127.0.0.1:80/ping",
  })
  void asksWhereTheDaemonListens(String http, String https, String url) throws Exception {
    assertEquals(url, url(Map.of(Settings.HTTP_ADDRESS, http, TlsSettings.HTTPS_ADDRESS, https)));
  }

  @Test
  void asksAtThePortForHealthWhereThereIsOne() throws Exception {
    assertEquals("http://127.0.0.1:4164/ping", url(Map.of(Settings.HEALTH_ADDRESS, ":4164")));
  }

  @Test
  void cannotKnowAPortThatTheSystemChooses() {
    assertEquals("none", url(Map.of(Settings.HTTP_ADDRESS, ":0")));
    assertEquals(
        Optional.of(
            "-healthcheck: the system chooses the port to ask at; say which: -healthcheck=URL"),
        HealthQuestion.ask(
            new Healthcheck(true, Optional.empty()),
            Map.of(Settings.HTTP_ADDRESS, ":0"),
            Map.of()));
  }

  private static String url(Map<Setting<?>, String> flags) {
    Map<String, String> environment =
        Map.of(
            "NSQLOOKUPD_TLS_CERT", "/crt",
            "NSQLOOKUPD_TLS_KEY", "/key",
            "NSQLOOKUPD_TCP_TLS_ADDRESS", ":4463");
    return HealthQuestion.ofDaemonWith(SettingsAtOnce.read(flags, environment))
        .map(URL::toString)
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource({"'', /ping", "/, /ping", "/health/ready, /health/ready", "/a?b=c, /a?b=c"})
  void asksForPingUnlessThereIsAPath(String given, String asked) throws Exception {
    AtomicReference<String> seen = new AtomicReference<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, seen, 200);
    try {
      assertEquals(
          Optional.empty(),
          ask("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), given)));
      assertEquals(asked, seen.get());
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 301, 404, 503})
  void saysWhatElseWasAnswered(int status) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, new AtomicReference<>(), status);
    try {
      String url = "http://127.0.0.1:%d/ping".formatted(server.getAddress().getPort());
      assertEquals(Optional.of("-healthcheck: %s answered %d".formatted(url, status)), ask(url));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void asksOverHttpsWhateverTheCertificate() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    TestCa ca = TestCa.named("unknown");
    server.setHttpsConfigurator(new HttpsConfigurator(ca.client(ca.issue("elsewhere"))));
    answer(server, new AtomicReference<>(), 200);
    try {
      assertEquals(Optional.empty(), ask("https://127.0.0.1:" + server.getAddress().getPort()));
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpServer server, AtomicReference<String> seen, int status) {
    server.createContext(
        "/",
        exchange -> {
          seen.set(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  /** It is held and not answered, or answered byte by byte: three seconds are enough of it. */
  @Test
  void doesNotWaitForLong() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String trouble = ask("http://127.0.0.1:" + silent.getLocalPort()).orElseThrow();
      assertTrue(trouble.startsWith("-healthcheck: "), trouble);
    }
  }

  @Test
  void saysWhenItIsNoHttpThatIsSpoken() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread speaker =
          new Thread(
              () -> {
                try (Socket accepted = other.accept()) {
                  accepted.getOutputStream().write("E_BAD_PROTOCOL\n".getBytes(US_ASCII));
                } catch (IOException gone) {
                  throw new AssertionError(gone);
                }
              });
      speaker.start();
      String trouble = ask("http://127.0.0.1:" + other.getLocalPort()).orElseThrow();
      assertEquals(1, trouble.lines().count(), trouble);
      speaker.join();
    }
  }

  @Test
  void saysWhatIsWrongWithTheSettings() {
    Optional<String> trouble =
        HealthQuestion.ask(
            new Healthcheck(true, Optional.empty()),
            Map.of(Settings.CONFIG, "/does/not/exist"),
            Map.of());
    assertTrue(
        trouble.orElseThrow().startsWith("-healthcheck: file /does/not/exist"), trouble::get);
  }

  private static Optional<String> ask(String url) {
    return HealthQuestion.ask(
        new Healthcheck(true, Optional.of(URI.create(url))), Map.of(), Map.of());
  }
}
