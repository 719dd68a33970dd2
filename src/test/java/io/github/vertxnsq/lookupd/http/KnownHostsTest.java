package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.auth.NewToken;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.logging.LogLevel;
import io.github.vertxnsq.lookupd.logging.Logs;
import io.github.vertxnsq.lookupd.tls.TestCa;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is sent to another host: a page of an attacker may have that name (DNS rebinding). */
@Timeout(120)
class KnownHostsTest {
  private static final String CREATE = "/topic/create?topic=made";
  private static final String UNKNOWN_HOST =
      "{\"message\":\"CROSS_SITE\",\"flag\":\"-http-hosts\"}";

  private static final List<String> READS =
      List.of(
          "/lookup?topic=kept",
          "/lookup?topic=kept&wait=1s",
          "/topics",
          "/channels?topic=kept",
          "/nodes",
          "/debug",
          "/info",
          "/metrics",
          "/cluster",
          "/events",
          "/events?topic=kept",
          "/prometheus/sd",
          "/openapi.json",
          "/",
          "/ui",
          "/ui/",
          "/ui/topic?topic=kept",
          "/ui/live",
          "/nothing",
          "/health/../topics",
          "/ping/../topics",
          "//topics");

  @TempDir private Path dir;

  /** The name of an attacker's page, which leads to this daemon's address by now. */
  @Test
  void aPageUnderAHostThatIsNotKnownIsNotObeyedForAnAddress() throws Exception {
    Options options =
        LocalLookupd.onLoopback()
            .with(Settings.BROADCAST_ADDRESS, "Lookupd-1")
            .with(AuthSettings.AUTH_ADMIN_CIDR, "127.0.0.0/8");
    for (Options each : List.of(options, options.with(AuthSettings.AUTH_ADMIN_CIDR, ""))) {
      try (LocalLookupd lookupd = LocalLookupd.start(each);
          LogCapture log = new LogCapture(SiteCheck.class);
          RawHttp http = RawHttp.open(lookupd.httpPort())) {
        Logs.setLevel(LogLevel.WARN);
        for (String host :
            List.of(
                "evil.example:4161",
                "evil.example",
                "127.0.0.1.evil.example",
                "127.1",
                "0x7f000001",
                "localhost.evil.example",
                "lookupd-1.evil.example",
                "",
                ":4161",
                "[::1",
                "[evil]",
                "[::1]evil",
                "::1",
                "lookupd-1:x")) {
          RawHttp.Answer answer =
              BrowserRequests.under(host, http, "POST " + CREATE, "Origin: http://" + host);
          // Vert.x answers 400 to what can be no host at all.
          assertTrue(List.of(400, 403).contains(answer.status()), host + " " + answer.status());
          if (host.startsWith("evil.example")) {
            assertEquals(UNKNOWN_HOST, answer.text());
          }
        }
        assertEquals("{\"topics\":[]}", lookupd.http().get("/topics").text());
        String line = log.next();
        assertTrue(line.startsWith("WARN HTTP: refused POST /topic/create of client("), line);
        assertTrue(line.contains("\"evil.example:4161\"") && line.contains("-http-hosts"), line);
        for (String host :
            List.of(
                "127.0.0.1",
                "10.1.2.3:80",
                "[::1]:4161",
                "localhost:1",
                "LOOKUPD-1:4161",
                "lookupd-1.")) {
          RawHttp.Answer answer =
              BrowserRequests.under(host, http, "POST " + CREATE, "Origin: http://" + host);
          assertEquals(200, answer.status(), host);
        }
        // Only pages are asked for a host that is known.
        assertEquals(
            200, BrowserRequests.under("any.example", http, "POST " + CREATE, "X: y").status());
      }
    }
  }

  @Test
  void aTokenIsGivenByAPersonUnderWhateverHost() throws Exception {
    NewToken alice = NewToken.make("admin:alice");
    Options tokens =
        LocalLookupd.onLoopback()
            .with(
                AuthSettings.AUTH_TOKEN_FILE,
                TestCa.write(dir.resolve("tokens"), alice.line() + "\n").toString());
    for (Options each : List.of(tokens, tokens.with(AuthSettings.AUTH_ADMIN_CIDR, "127.0.0.1"))) {
      try (LocalLookupd lookupd = LocalLookupd.start(each);
          LogCapture audit = new LogCapture("io.github.vertxnsq.audit");
          RawHttp http = RawHttp.open(lookupd.httpPort())) {
        String origin = "Origin: http://any.example";
        RawHttp.Answer without =
            BrowserRequests.under("any.example", http, "POST " + CREATE, origin);
        boolean isAmbient = !each.get(AuthSettings.AUTH_ADMIN_CIDR).networks().isEmpty();
        assertEquals(isAmbient ? 403 : 401, without.status());
        String refused = audit.next();
        assertTrue(refused.contains(isAmbient ? " who=address:127.0.0.1/32 " : " who=- "), refused);
        String token = "\r\nAuthorization: Bearer " + alice.token();
        assertEquals(
            200,
            BrowserRequests.under("any.example", http, "POST " + CREATE, origin + token).status());
        String obeyed = audit.next();
        assertTrue(obeyed.contains("status=200 who=token:alice "), obeyed);
        // From another site even a token is not believed: it did not come from a person.
        assertEquals(
            403,
            BrowserRequests.under("127.0.0.1", http, "POST " + CREATE, origin + token).status());
      }
    }
  }

  @Test
  void hostsThatAreListedAreKnownAndNoOthers() throws Exception {
    Options options =
        LocalLookupd.onLoopback().with(AuthSettings.HTTP_HOSTS, "lookupd.example, Other.Example.");
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      lookupd.http().post("/channel/create?topic=kept&channel=c");
      for (String read : READS) {
        for (String host : List.of("evil.example", "evil.example:4161", "lookupd.example.evil")) {
          try (RawHttp http = RawHttp.open(lookupd.httpPort())) {
            RawHttp.Answer answer =
                BrowserRequests.under(host, http, "GET " + read, "Accept: text/html");
            assertEquals(403, answer.status(), read + " under " + host);
            assertEquals(UNKNOWN_HOST, answer.text());
          }
        }
      }
      try (RawHttp http = RawHttp.open(lookupd.httpPort())) {
        for (String open : List.of("/ping", "/ping/", "//ping", "/health/live/", "/health/ready")) {
          assertEquals(
              200, BrowserRequests.under("any.example", http, "GET " + open, "X: y").status());
        }
        assertEquals(
            403, BrowserRequests.under("evil.example", http, "POST " + CREATE, "X: y").status());
        for (String host :
            List.of(
                "lookupd.example",
                "LOOKUPD.example:4161",
                "other.example",
                "127.0.0.1:1",
                "localhost")) {
          assertEquals(
              200, BrowserRequests.under(host, http, "GET /topics", "X: y").status(), host);
          assertEquals(
              200,
              BrowserRequests.under(host, http, "POST " + CREATE, "Origin: http://" + host)
                  .status(),
              host);
        }
        // As a proxy passes on what came to it over TLS.
        String https = "Origin: https://lookupd.example";
        assertEquals(
            200, BrowserRequests.under("lookupd.example", http, "POST " + CREATE, https).status());
        assertEquals(
            403,
            BrowserRequests.under("127.0.0.1", http, "POST " + CREATE, "Origin: https://127.0.0.1")
                .status());
        assertEquals(
            403,
            http.send("GET /topics HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
                .readAnswer()
                .status());
        assertEquals(
            403,
            http.send("GET http://evil.example/topics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .readAnswer()
                .status());
        assertEquals(
            200,
            http.send("GET http://localhost/topics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .readAnswer()
                .status());
        assertEquals(403, http.send("GET /topics HTTP/1.0\r\n\r\n").readAnswer().status());
      }
    }
  }
}
