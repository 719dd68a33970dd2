package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.auth.NewToken;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in where, exactly as they are told. */
@Timeout(120)
class AdmissionTest {
  private static final String CREATE = "/topic/create?topic=orders";
  private static final List<String> READS =
      List.of("/lookup?topic=t", "/topics", "/channels?topic=t", "/nodes", "/debug", "/info");
  private static final List<String> WRITES =
      List.of(
          "/topic/create?topic=a",
          "/topic/delete?topic=a",
          "/topic/tombstone?topic=a&node=b:1",
          "/channel/create?topic=a&channel=b",
          "/channel/delete?topic=a&channel=b");

  @TempDir private Path dir;
  private final NewToken alice = NewToken.make("admin:alice");
  private final NewToken bob = NewToken.make("read:bob");
  private Path file;
  private Options options;

  @BeforeEach
  void write() throws Exception {
    file = TestCa.write(dir.resolve("tokens"), alice.line() + "\n" + bob.line() + "\n");
    options = LocalLookupd.onLoopback().with(AuthSettings.AUTH_TOKEN_FILE, file.toString());
  }

  @Test
  void writesNeedAnAdminAndReadsNobody() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      HttpProbe http = lookupd.http();
      for (String write : WRITES) {
        assertRefused(http.post(write), "Bearer realm=\"nsqlookupd\"");
        assertTrue(as(http, "POST", write, alice).status() != 401, write);
      }
      for (String read : READS) {
        assertTrue(http.get(read).status() != 401, read);
      }
      assertEquals(200, http.get("/metrics").status());
      assertEquals(404, http.get("/cluster").status());
    }
  }

  @Test
  void saysWhatIsWrongWithAToken() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      HttpProbe http = lookupd.http();
      assertRefused(
          http.request("POST", CREATE, "Authorization", "Bearer " + alice.token() + "x"),
          "Bearer realm=\"nsqlookupd\", error=\"invalid_token\"");
      assertRefused(
          as(http, "POST", CREATE, bob),
          "Bearer realm=\"nsqlookupd\", error=\"insufficient_scope\"");
      for (String noToken : new String[] {"Basic YTpi", "Bearer", "Bearer ", "Bearerx"}) {
        assertRefused(
            http.request("POST", CREATE, "Authorization", noToken), "Bearer realm=\"nsqlookupd\"");
      }
      assertEquals(
          200,
          http.request("POST", CREATE, "Authorization", "bearer  " + alice.token()).status(),
          "as HTTP has it, whose schemes know no case");
      // What a proxy would add, anybody can add.
      assertRefused(
          http.request("POST", CREATE, "X-Forwarded-For", "127.0.0.1"),
          "Bearer realm=\"nsqlookupd\"");
    }
  }

  @Test
  void readsNeedSomebodyWhereThatIsWanted() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options.with(AuthSettings.AUTH_READS, "true"))) {
      HttpProbe http = lookupd.http();
      for (String read : READS) {
        assertRefused(http.get(read), "Bearer realm=\"nsqlookupd\"");
        assertTrue(as(http, "GET", read, bob).status() != 401, read);
        assertTrue(as(http, "GET", read, alice).status() != 401, read);
      }
      assertEquals(401, http.get("/cluster").status());
      assertOpenToAll(http);
      assertEquals(200, http.get("/metrics").status());
    }
  }

  @Test
  void metricsNeedSomebodyWhereThatIsWanted() throws Exception {
    Options guarded = options.with(AuthSettings.AUTH_METRICS, "true");
    try (LocalLookupd lookupd = LocalLookupd.start(guarded)) {
      HttpProbe http = lookupd.http();
      assertRefused(http.get("/metrics"), "Bearer realm=\"nsqlookupd\"");
      String metrics = as(http, "GET", "/metrics", bob).text();
      assertTrue(metrics.contains("nsqlookupd_auth_tokens 2.0"), metrics);
      assertTrue(
          metrics.contains("nsqlookupd_auth_failures_total{reason=\"missing\"} 1.0"), metrics);
      assertEquals(200, http.get("/topics").status());
      assertOpenToAll(http);
    }
  }

  private static void assertOpenToAll(HttpProbe http) throws Exception {
    for (String path : new String[] {"/ping", "/health/live", "/health/ready"}) {
      assertEquals(200, http.get(path).status(), path);
    }
  }

  @Test
  void whoGuessesWaits() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      HttpProbe http = lookupd.http();
      for (int i = 0; i < 10; i++) {
        assertEquals(
            401, http.request("POST", CREATE, "Authorization", "Bearer guess" + i).status());
      }

      HttpProbe.Answer answer = http.request("POST", CREATE, "Authorization", "Bearer guess");
      assertEquals(429, answer.status());
      assertEquals("{\"message\":\"TOO_MANY_FAILURES\"}", answer.text());
      String wait = answer.headers().firstValue("Retry-After").orElse("");
      assertTrue(wait.matches("[1-6]"), wait);
      assertEquals(200, http.get("/topics").status(), "for which nobody is asked");
      assertEquals(200, as(http, "POST", CREATE, alice).status(), "a right token never waits");
      Eventually.holds(
          "after that one more guess is looked at",
          Duration.ofSeconds(20),
          () -> http.request("POST", CREATE, "Authorization", "Bearer guess").status() == 401);
    }
  }

  @Test
  void anAddressIsEnoughWhereThatIsSaid() throws Exception {
    Options byAddress =
        LocalLookupd.onLoopback().with(AuthSettings.AUTH_ADMIN_CIDR, "10.0.0.0/8,127.0.0.0/8");
    try (LocalLookupd lookupd = LocalLookupd.start(byAddress)) {
      assertEquals(200, lookupd.http().post(CREATE).status());
    }
    Options elsewhere = LocalLookupd.onLoopback().with(AuthSettings.AUTH_ADMIN_CIDR, "10.0.0.0/8");
    try (LocalLookupd lookupd = LocalLookupd.start(elsewhere)) {
      assertRefused(lookupd.http().post(CREATE), "Bearer realm=\"nsqlookupd\"");
    }
  }

  @Test
  void aCertificateIsEnoughOverTlsIfItsNameIsListed() throws Exception {
    TestCa ca = TestCa.named("ca");
    TestCa.write(ca.issue("lookupd"), dir.resolve("crt"), dir.resolve("key"));
    TestCa.write(file, "admin nsqadmin cert\nread viewer.example cert\n");
    Options withTls =
        options
            .with(TlsSettings.HTTPS_ADDRESS, "127.0.0.1:0")
            .with(TlsSettings.TLS_CERT, dir.resolve("crt").toString())
            .with(TlsSettings.TLS_KEY, dir.resolve("key").toString())
            .with(TlsSettings.TLS_CLIENT_CA, ca.writeTo(dir.resolve("ca")).toString())
            .with(TlsSettings.TLS_CLIENT_AUTH, "request");
    try (LocalLookupd lookupd = LocalLookupd.start(withTls);
        LogCapture audit = new LogCapture("io.github.vertxnsq.audit")) {
      int port = lookupd.httpsPort();
      HttpProbe nsqadmin = HttpProbe.overTls(ca.client(ca.issue("nsqadmin")), port);
      assertEquals(200, nsqadmin.post(CREATE).status());
      assertAudited(audit, "status=200 who=certificate:nsqadmin", "POST " + CREATE);
      HttpProbe viewer =
          HttpProbe.overTls(
              ca.client(ca.issuedBy(ca.builder("CN=other").addSanDnsName("viewer.example"))), port);
      assertRefused(
          viewer.post(CREATE), "Bearer realm=\"nsqlookupd\", error=\"insufficient_scope\"");
      assertAudited(audit, "status=401 who=certificate:viewer.example", "POST " + CREATE);
      HttpProbe unlisted = HttpProbe.overTls(ca.client(ca.issue("alice")), port);
      assertRefused(unlisted.post(CREATE), "Bearer realm=\"nsqlookupd\"");
      HttpProbe without = HttpProbe.overTls(ca.client(), port);
      assertRefused(without.post(CREATE), "Bearer realm=\"nsqlookupd\"");
    }
  }

  @Test
  void followsTheFile() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      HttpProbe http = lookupd.http();
      NewToken carol = NewToken.make("admin:carol");
      assertEquals(401, as(http, "POST", CREATE, carol).status());

      TestCa.write(file, carol.line());

      Eventually.holds(
          "the new token counts",
          Duration.ofSeconds(10),
          () -> as(http, "GET", "/metrics", carol).text().contains("nsqlookupd_auth_tokens 1.0"));
      assertEquals(200, as(http, "POST", CREATE, carol).status());
      assertEquals(401, as(http, "POST", CREATE, alice).status());
    }
  }

  @Test
  void everyCallThatIsToChangeSomethingIsAudited() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        LogCapture audit = new LogCapture("io.github.vertxnsq.audit")) {
      HttpProbe http = lookupd.http();
      http.get("/topics");
      for (String write : WRITES) {
        as(http, "POST", write, alice);
        assertAudited(audit, "status=200 who=token:alice", "POST " + write);
      }
      as(http, "POST", CREATE, bob);
      assertAudited(audit, "status=401 who=token:bob", "POST " + CREATE);
      as(http, "POST", "/channel/delete?topic=no&channel=no", alice);
      assertAudited(
          audit, "status=404 who=token:alice", "POST /channel/delete?topic=no&channel=no");
      for (int i = 0; i < 10; i++) {
        http.request("POST", CREATE, "Authorization", "Bearer guess");
        assertAudited(audit, "status=401 who=-", "POST " + CREATE);
      }
      http.request("POST", CREATE, "Authorization", "Bearer guess");
      assertAudited(audit, "status=429 who=-", "POST " + CREATE);
      assertTrue(audit.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/topic/create?topic=a%0aAUDIT:%20status=200",
        "/topic/create?topic=a\u0085b\u00a0status=200",
        "/topic/create?x=\u001b[2K",
      })
  void nobodyCanForgeALineOfTheAudit(String target) throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start();
        LogCapture audit = new LogCapture("io.github.vertxnsq.audit");
        RawHttp http = RawHttp.open(lookupd.httpPort())) {
      http.sendRequest("POST", target).readAnswer();

      String line = audit.next();
      assertTrue(
          line.matches("(?s)INFO AUDIT: status=400 who=- from=127.0.0.1:\\d+ POST .*"), line);
      assertTrue(line.endsWith(target), "as it was sent, for the log to escape: " + line);
    }
  }

  private static void assertAudited(LogCapture audit, String who, String what) throws Exception {
    String line = audit.next();
    String expected = "INFO AUDIT: " + who + " from=127.0.0.1:";
    assertTrue(line.startsWith(expected), line + "\n" + expected);
    assertTrue(line.endsWith(" " + what), line + "\n" + what);
  }

  private static void assertRefused(HttpProbe.Answer answer, String challenge) {
    assertEquals(401, answer.status(), answer.text());
    assertEquals("{\"message\":\"UNAUTHORIZED\"}", answer.text());
    assertEquals(
        "application/json; charset=utf-8", answer.headers().firstValue("content-type").orElse(""));
    assertEquals(challenge, answer.headers().firstValue("WWW-Authenticate").orElse(""));
  }

  private static HttpProbe.Answer as(HttpProbe http, String method, String target, NewToken token)
      throws Exception {
    return http.request(method, target, "Authorization", "Bearer " + token.token());
  }
}
