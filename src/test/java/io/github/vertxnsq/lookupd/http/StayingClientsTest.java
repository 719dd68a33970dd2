package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.auth.NewToken;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who was let in, and stays. */
@Timeout(60)
final class StayingClientsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final NewToken alice = NewToken.make("admin:alice");
  private final NewToken bob = NewToken.make("read:bob");
  @TempDir private Path dir;
  private Path file;

  private Options guarded() throws Exception {
    file = TestCa.write(dir.resolve("tokens"), alice.line() + "\n" + bob.line() + "\n");
    return LocalLookupd.onLoopback()
        .with(AuthSettings.AUTH_TOKEN_FILE, file.toString())
        .with(AuthSettings.AUTH_READS, "true");
  }

  /** Whoever has stolen a token is to be rid of what they read by it, too. */
  @Test
  void whoStaysIsDroppedWithTheirToken() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(guarded())) {
      HttpProbe http = lookupd.http();
      String tag =
          http.request("GET", "/topics?wait=0s", bearer(bob))
              .headers()
              .firstValue("ETag")
              .orElseThrow();
      try (EventReader bobs = EventReader.open(http, "/events", bearer(bob));
          EventReader alices = EventReader.open(http, "/events", bearer(alice));
          Socket held = new Socket(InetAddress.getLoopbackAddress(), lookupd.httpPort())) {
        held.setSoTimeout((int) SOON.toMillis());
        held.getOutputStream()
            .write(
                ("GET /topics?wait=10m HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                        + bob.token()
                        + "\r\nIf-None-Match: "
                        + tag
                        + "\r\n\r\n")
                    .getBytes(US_ASCII));
        Eventually.holds("it is held", SOON, () -> http.metric("nsqlookupd_watchers") == 3);

        TestCa.write(file, alice.line() + "\n");
        assertThrows(IOException.class, bobs::next);
        assertEquals(-1, held.getInputStream().read());
        Eventually.holds("they are gone", SOON, () -> http.metric("nsqlookupd_watchers") == 1);
        assertEquals(401, http.request("GET", "/events", bearer(bob)).status());
        assertEquals(
            200, http.request("POST", "/topic/create?topic=orders", bearer(alice)).status());
        assertEquals("topic-created orders", alices.next().summary());
      }
    }
  }

  private static String[] bearer(NewToken token) {
    return new String[] {"Authorization", "Bearer " + token.token()};
  }
}
