package io.github.vertxnsq.lookupd.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's place among what is served over HTTP. */
@Timeout(60)
final class ConsoleTest {
  private static final String NOT_FOUND = "{\"message\":\"NOT_FOUND\"}";

  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  @Test
  void thePageIsThere() throws Exception {
    HttpProbe.Answer answer = lookupd.http().get("/ui/");
    assertEquals(200, answer.status());
    assertEquals("text/html; charset=utf-8", answer.headers().firstValue("content-type").get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ui/", "/ui/assets/0/app.js", "/ui/topic"})
  void allowsGetAndOptionsAlone(String path) throws Exception {
    for (String method : List.of("HEAD", "POST", "PUT", "DELETE")) {
      HttpProbe.Answer answer = lookupd.http().request(method, path);
      assertEquals(405, answer.status(), method);
      assertEquals("GET, OPTIONS", answer.headers().firstValue("allow").get());
    }
    HttpProbe.Answer answer = lookupd.http().request("OPTIONS", path);
    assertEquals(200, answer.status());
    assertEquals("GET, OPTIONS", answer.headers().firstValue("allow").get());
  }

  @Test
  void aFileThatIsNotThereIsAnsweredLikeAnyPath() throws Exception {
    HttpProbe.Answer answer = lookupd.http().get("/ui/assets/0/app.js");
    assertEquals(404, answer.status());
    assertEquals(NOT_FOUND, answer.text());
  }

  @Test
  void onlyBrowsersAreSentFromTheRootToThePage() throws Exception {
    HttpProbe http = lookupd.http();
    assertEquals(302, http.request("GET", "/", "Accept", "text/html").status());
    assertEquals(404, http.request("POST", "/", "Accept", "text/html").status());
    HttpProbe.Answer other = http.request("GET", "/", "Accept", "*/*");
    assertEquals(404, other.status());
    assertEquals(NOT_FOUND, other.text());
    assertEquals("nsq; version=1.0", other.headers().firstValue("x-nsq-content-type").get());
  }

  @Test
  void itsFilesAreOpenAndWhatTheyShowIsNot() throws Exception {
    Options closed =
        LocalLookupd.onLoopback()
            .with(AuthSettings.AUTH_ADMIN_CIDR, "10.0.0.0/8")
            .with(AuthSettings.AUTH_READS, "true");
    try (LocalLookupd guarded = LocalLookupd.start(closed)) {
      assertEquals(200, guarded.http().get("/ui/").status());
      assertEquals(404, guarded.http().get("/ui/assets/0/app.js").status());
      assertEquals(401, guarded.http().get("/ui/topic?topic=t").status());
    }
  }

  @Test
  void canBeLeftOut() throws Exception {
    try (LocalLookupd without = LocalLookupd.start(Settings.UI, "false")) {
      for (String path : List.of("/", "/ui", "/ui/", "/ui/topic?topic=t")) {
        HttpProbe.Answer answer = without.http().request("GET", path, "Accept", "text/html");
        assertEquals(404, answer.status(), path);
        assertEquals(NOT_FOUND, answer.text());
      }
    }
  }
}
