package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.http.RawHttp;
import io.github.vertxnsq.lookupd.process.Curl;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens from their making to their use, with the jar. */
@Timeout(180)
class TokensIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The file is looked at every few seconds. */
  private static final Duration RELOAD = Duration.ofSeconds(30);

  @TempDir private Path dir;

  /** Makes a token, appends its line to the file as {@code >>} does, and returns it. */
  private String addToken(Path file, String roleAndName) throws Exception {
    DaemonLauncher launcher = new DaemonLauncher().onlyArguments("-auth-new-token=" + roleAndName);
    try (DaemonProcess made = launcher.start()) {
      assertEquals(0, made.awaitExit(SOON));
      assertEquals(1, made.stdout().size(), made.stdout()::toString);
      String line = made.stdout().get(0);
      assertTrue(line.matches(roleAndName.replace(':', ' ') + " [0-9a-f]{64}"), line);
      assertEquals(2, made.stderr().size(), made.stderr()::toString);
      assertTrue(made.stderr().get(0).contains("Authorization: Bearer"), made.stderr().get(0));
      Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return made.stderr().get(1);
    }
  }

  @Test
  void onlyWhoHasAnAdminsTokenChangesAnything() throws Exception {
    Path file = dir.resolve("tokens");
    String alice = addToken(file, "admin:alice");
    String bob = addToken(file, "read:bob");
    try (DaemonProcess daemon =
        DaemonProcess.start("-auth-token-file=" + file, "-auth-reads", "-auth-metrics")) {
      String url = "http://127.0.0.1:" + daemon.httpPort();
      String create = url + "/topic/create?topic=orders";
      Curl unauthorized = new Curl(0, 401, "{\"message\":\"UNAUTHORIZED\"}");
      assertEquals(unauthorized, Curl.run("-X", "POST", create));
      assertEquals(unauthorized, Curl.run("-X", "POST", "--oauth2-bearer", bob, create));
      assertEquals(new Curl(0, 200, ""), Curl.run("-X", "POST", "--oauth2-bearer", alice, create));
      assertEquals(unauthorized, Curl.run(url + "/topics"));
      assertEquals(
          new Curl(0, 200, "{\"topics\":[\"orders\"]}"),
          Curl.run("--oauth2-bearer", bob, url + "/topics"));
      assertEquals(401, Curl.run(url + "/metrics").status());
      assertEquals(200, Curl.run(url + "/ping").status());

      String from = " from=127\\.0\\.0\\.1:\\d+ POST /topic/create\\?topic=orders$";
      daemon.awaitLogLine(" INFO: AUDIT: status=401 who=-" + from, SOON);
      daemon.awaitLogLine(" INFO: AUDIT: status=401 who=token:bob" + from, SOON);
      daemon.awaitLogLine(" INFO: AUDIT: status=200 who=token:alice" + from, SOON);
      assertFalse(
          daemon.stderr().stream().anyMatch(line -> line.contains(alice) || line.contains(bob)));
    }
  }

  @Test
  void aChangeIsTakenAndABrokenOneIsNot() throws Exception {
    Path file = dir.resolve("tokens");
    String alice = addToken(file, "admin:alice");
    try (DaemonProcess daemon = DaemonProcess.start("-auth-token-file=" + file)) {
      String create = "http://127.0.0.1:" + daemon.httpPort() + "/topic/create?topic=orders";
      assertEquals(200, Curl.run("-X", "POST", "--oauth2-bearer", alice, create).status());

      TestCa.write(file, Files.readString(file) + "admin carol\n");
      daemon.awaitLogLine(
          " ERROR: auth-token-file: file "
              + file
              + ", line 2: not of the form: role name sha256; what it said before stays in force",
          RELOAD);
      assertEquals(200, Curl.run("-X", "POST", "--oauth2-bearer", alice, create).status());

      Path next = dir.resolve("next");
      String carol = addToken(next, "admin:carol");
      TestCa.write(file, Files.readString(next));
      daemon.awaitLogLine(" INFO: auth-token-file: .*: now in force as changed$", RELOAD);
      assertEquals(200, Curl.run("-X", "POST", "--oauth2-bearer", carol, create).status());
      assertEquals(401, Curl.run("-X", "POST", "--oauth2-bearer", alice, create).status());
    }
  }

  @Test
  void whatIsChangedIsAuditedWithoutTokensToo() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      String url = "http://127.0.0.1:" + daemon.httpPort();
      Curl.run("-X", "POST", url + "/topic/create?topic=a%0a%1b[2K");
      daemon.awaitLogLine(
          "^\\[nsqlookupd\\] \\S+ \\S+ INFO: AUDIT: status=400 who=- from=127\\.0\\.0\\.1:\\d+"
              + " POST /topic/create\\?topic=a%0a%1b\\[2K$",
          SOON);
      try (RawHttp http = RawHttp.open(daemon.httpPort())) {
        http.sendRequest("POST", "/topic/create?topic=a\u0085b\u001b[2K");
        daemon.awaitLogLine(" POST /topic/create\\?topic=a\\\\x85b\\\\x1b\\[2K$", SOON);
      }
    }
  }

  /** Or nobody would find who changed something. */
  @Test
  void strangersDoNotFillTheAudit() throws Exception {
    Path file = dir.resolve("tokens");
    String alice = addToken(file, "admin:alice");
    try (DaemonProcess daemon = DaemonProcess.start("-auth-token-file=" + file);
        RawHttp http = RawHttp.open(daemon.httpPort())) {
      long startNanos = System.nanoTime();
      for (int i = 0; i < 2_000; i++) {
        http.sendRequest("POST", "/topic/create?topic=stranger");
        assertEquals(401, http.readAnswer().status());
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos) + 1;
      String create = "http://127.0.0.1:" + daemon.httpPort() + "/topic/create?topic=hers";
      Curl.run("-X", "POST", "--oauth2-bearer", alice, create);
      daemon.awaitLogLine(" INFO: AUDIT: status=200 who=token:alice .*=hers$", SOON);
      long lines = daemon.stderr().stream().filter(line -> line.endsWith("topic=stranger")).count();
      assertTrue(lines >= 20 && lines <= 20 * (seconds + 1), () -> lines + " in " + seconds + " s");
    }
  }

  /** Anybody can send what changes nothing: where no token is wanted, too. */
  @Test
  void badOrdersDoNotFillTheAudit() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        RawHttp http = RawHttp.open(daemon.httpPort())) {
      long startNanos = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        http.send("POST /topic/create?topic=b%20ad HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
        for (int answer = 0; answer < 100; answer++) {
          assertEquals(400, http.readAnswer().status());
        }
      }
      http.sendRequest("POST", "/topic/create?topic=good");
      assertEquals(200, http.readAnswer().status());
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos) + 1;

      daemon.awaitLogLine(" INFO: AUDIT: status=200 .*=good$", SOON);
      long lines = daemon.stderr().stream().filter(line -> line.endsWith("=b%20ad")).count();
      assertTrue(lines >= 20 && lines <= 20 * (seconds + 1), () -> lines + " in " + seconds + " s");
      assertEquals(0, new HttpProbe(daemon.httpPort()).metric("nsqlookupd_audit_lines_lost_total"));
    }
  }

  /** Thousands of lines a second of what producers register must not displace who changed what. */
  @ParameterizedTest
  @ValueSource(strings = {"info", "error", "fatal"})
  void isAuditedWhateverElseIsLogged(String level) throws Exception {
    Path config = Files.writeString(dir.resolve("toml"), "log_level = \"info\"\n");
    try (DaemonProcess daemon = DaemonProcess.start("-config=" + config);
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort());
        RawHttp http = RawHttp.open(daemon.httpPort())) {
      if (!level.equals("info")) {
        TestCa.write(config, "log_level = \"" + level + "\"\n");
        awaitQuiet(daemon);
      }
      producer.identify(ProducerIdentity.numbered("flood", 0));
      for (int i = 0; i < 300; i++) {
        producer.send(("REGISTER flood c" + i + "\nUNREGISTER flood c" + i + "\n").repeat(50));
        http.sendRequest("POST", "/topic/create?topic=ordered" + i);
        assertEquals(200, http.readAnswer().status());
        for (int answer = 0; answer < 100; answer++) {
          producer.readAnswer();
        }
      }
      daemon.awaitLogLine(" INFO: AUDIT: .*=ordered299$", SOON);
      long lines =
          daemon.stderr().stream()
              .filter(line -> line.matches(".* AUDIT: status=200 .*=ordered\\d+$"))
              .count();
      assertEquals(300, lines);
      assertEquals(0, new HttpProbe(daemon.httpPort()).metric("nsqlookupd_audit_lines_lost_total"));
    }
  }

  /** Each topic that is created is logged at info, beside its audit line. */
  private static void awaitQuiet(DaemonProcess daemon) throws Exception {
    String create = "http://127.0.0.1:" + daemon.httpPort() + "/topic/create?topic=";
    Eventually.holds(
        "the log is quiet",
        RELOAD,
        () -> {
          String topic = "t" + System.nanoTime();
          Curl.run("-X", "POST", create + topic);
          daemon.awaitLogLine(" INFO: AUDIT: .*=" + topic + "$", SOON);
          return daemon.stderr().stream().filter(line -> line.contains(topic)).count() == 1;
        });
  }

  @Test
  void whatCannotBeUsedIsSaidInOneLine() throws Exception {
    Path file = dir.resolve("tokens");
    assertExits("file " + file + ": there is no such file", file);
    Files.writeString(file, "");
    assertExits("file " + file + ": there is no token in it", file);
    Files.writeString(file, "# comment\nowner alice " + "0".repeat(64));
    assertExits("file " + file + ", line 2: the role is neither read nor admin", file);
    Files.writeString(file, "admin alice cert");
    assertExits(
        "file " + file + ", line 1: a certificate proves nothing without tls-client-ca", file);
  }

  private static void assertExits(String trouble, Path file) throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start("-auth-token-file=" + file)) {
      assertEquals(2, daemon.awaitExit(SOON));
      assertEquals(List.of("auth-token-file: " + trouble), daemon.stderr());
    }
  }
}
