package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.tls.TlsSockets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser sends for a page of another site changes nothing. */
@Timeout(120)
class SiteCheckTest {
  private static final String CREATE = "/topic/create?topic=made";
  private static final String CROSS_SITE = "{\"message\":\"CROSS_SITE\"}";
  private static final String UNKNOWN_HOST =
      "{\"message\":\"CROSS_SITE\",\"flag\":\"-http-hosts\"}";

  private static final List<String> WRITES =
      List.of(
          "/topic/create?topic=made",
          "/topic/delete?topic=kept",
          "/topic/tombstone?topic=kept&node=a:1",
          "/channel/create?topic=made&channel=c",
          "/channel/delete?topic=kept&channel=c");

  @TempDir private Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: https://evil.example",
        "Origin: null",
        "Origin:",
        "Origin: http://127.0.0.1",
        "Origin: http://127.0.0.1:1",
        "Origin: http://localhost:HERE",
        "Origin: https://127.0.0.1:HERE",
        "Origin: http://127.0.0.1:HERE.evil.example",
        "Origin: http://127.0.0.1:HERE/",
        "Origin: http://user@127.0.0.1:HERE",
        "Origin: //127.0.0.1:HERE",
        "Origin: 127.0.0.1:HERE",
        "Origin: http://127.0.0.1:HERE http://evil.example",
        "Origin: http://127.0.0.1:HERE\r\nOrigin: http://evil.example",
        "Origin: http://127.0.0.1:HERE\r\nOrigin: http://127.0.0.1:HERE",
        "origin: http://evil.example",
        "Origin: chrome-extension://abc",
        "Origin: file://",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site:",
        "Sec-Fetch-Site: none\r\nSec-Fetch-Site: cross-site",
        "Origin: http://evil.example\r\nSec-Fetch-Site: same-origin",
        "Origin: http://evil.example\r\nSec-Fetch-Site: none",
        "Origin: http://127.0.0.1:HERE\r\nSec-Fetch-Site: cross-site",
        "Origin: http://evil.example\r\nAuthorization: Bearer guess",
      })
  void whatAnotherSiteSendsIsRefused(String headers) throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start();
        LogCapture audit = new LogCapture("io.github.vertxnsq.audit");
        RawHttp http = RawHttp.open(lookupd.httpPort())) {
      lookupd.http().post("/channel/create?topic=kept&channel=c");
      audit.next();
      for (String write : WRITES) {
        RawHttp.Answer answer =
            BrowserRequests.ask(http, lookupd, "POST " + write + " HTTP/1.1", headers);
        assertEquals(403, answer.status(), write);
        assertEquals(CROSS_SITE, answer.text());
        String line = audit.next();
        assertTrue(line.startsWith("INFO AUDIT: status=403 who=- from=127.0.0.1:"), line);
        assertTrue(line.endsWith(" POST " + write), line);
      }
      RawHttp.Answer old =
          BrowserRequests.ask(http, lookupd, "POST " + CREATE + " HTTP/1.0", headers);
      assertEquals(403, old.status());
      assertEquals("{\"topics\":[\"kept\"]}", lookupd.http().get("/topics").text());
      assertEquals("{\"channels\":[\"c\"]}", lookupd.http().get("/channels?topic=kept").text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: none of these headers, as of curl, nsqadmin and nsqd",
        "Origin: http://127.0.0.1:HERE",
        "Origin: http://127.0.0.1:HERE\r\nSec-Fetch-Site: same-origin",
        "Origin: HTTP://127.0.0.1:HERE\r\nSec-Fetch-Site: none",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
      })
  void whatItsOwnPageSendsIsObeyed(String headers) throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start();
        RawHttp http = RawHttp.open(lookupd.httpPort())) {
      assertEquals(
          200,
          BrowserRequests.ask(http, lookupd, "POST " + CREATE + " HTTP/1.1", headers).status());
      assertEquals("{\"topics\":[\"made\"]}", lookupd.http().get("/topics").text());
    }
  }

  @Test
  void readsDoNotCareWhoAsks() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start();
        RawHttp http = RawHttp.open(lookupd.httpPort())) {
      String headers = "Origin: http://evil.example\r\nSec-Fetch-Site: cross-site";
      assertEquals(
          200, BrowserRequests.ask(http, lookupd, "GET /topics HTTP/1.1", headers).status());
      assertEquals(200, BrowserRequests.under("any.example", http, "GET /topics", "X: y").status());
    }
  }

  @Test
  void overTlsTheOriginIsAnotherOne() throws Exception {
    TestCa ca = TestCa.named("ca");
    TestCa.write(ca.issue("lookupd"), dir.resolve("crt"), dir.resolve("key"));
    Path tokens = TestCa.write(dir.resolve("tokens"), "admin ops cert\n");
    Options options =
        LocalLookupd.onLoopback()
            .with(AuthSettings.AUTH_TOKEN_FILE, tokens.toString())
            .with(TlsSettings.HTTPS_ADDRESS, "127.0.0.1:0")
            .with(TlsSettings.TLS_CERT, dir.resolve("crt").toString())
            .with(TlsSettings.TLS_KEY, dir.resolve("key").toString())
            .with(TlsSettings.TLS_CLIENT_CA, ca.writeTo(dir.resolve("ca")).toString())
            .with(TlsSettings.TLS_CLIENT_AUTH, "request");
    SSLContext ops = ca.client(ca.issue("ops"));
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        RawHttp http = RawHttp.over(TlsSockets.connect(ops, lookupd.httpsPort()))) {
      String host = "localhost:" + lookupd.httpsPort();
      String post = "POST " + CREATE;
      assertEquals(
          200, BrowserRequests.under(host, http, post, "Origin: https://" + host).status());
      assertEquals(
          200,
          BrowserRequests.under("localhost", http, post, "Origin: https://localhost:443").status());
      assertEquals(403, BrowserRequests.under(host, http, post, "Origin: http://" + host).status());
      assertEquals(
          403, BrowserRequests.under(host, http, post, "Origin: https://evil.example").status());
      RawHttp.Answer rebound =
          BrowserRequests.under("evil.example", http, post, "Origin: https://evil.example");
      assertEquals(UNKNOWN_HOST, rebound.text(), "a certificate the browser shows to everybody");
      RawHttp.Answer without =
          BrowserRequests.under("evil.example", http, post, "Sec-Fetch-Site: same-origin");
      assertEquals(UNKNOWN_HOST, without.text(), "only browsers send that header");
      assertEquals(
          200, BrowserRequests.under("any.example", http, post, "X: y").status(), "as of nsqadmin");
    }
  }

  @Test
  void whatIsRefusedDoesNotFillTheAudit() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(Settings.HTTP_INSTANCES, "1");
        LogCapture audit = new LogCapture("io.github.vertxnsq.audit");
        RawHttp http = RawHttp.open(lookupd.httpPort())) {
      long beginNanos = System.nanoTime();
      for (int i = 0; i < 500; i++) {
        assertEquals(
            403,
            BrowserRequests.under("127.0.0.1", http, "POST " + CREATE, "Origin: http://e.example")
                .status());
      }
      long seconds = (System.nanoTime() - beginNanos) / 1_000_000_000 + 1;
      int lines = 0;
      while (!audit.isEmpty()) {
        audit.next();
        lines++;
      }
      assertTrue(lines >= AuditLog.MOST_NOT_LET_IN, lines + " lines");
      long most = (AuditLog.MOST_NOT_LET_IN + 1) * (seconds + 1);
      assertFalse(lines > most, lines + " lines in " + seconds + " s");
    }
  }
}
