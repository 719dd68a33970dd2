package io.github.vertxnsq.lookupd.http.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.LocalCluster;
import io.github.vertxnsq.lookupd.Lookupd;
import io.github.vertxnsq.lookupd.process.Curl;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console of the jar, and the jar without it. */
@Timeout(120)
final class ConsoleIT {
  private static final Duration EXIT = Duration.ofSeconds(5);
  private static final Pattern ASSETS = Pattern.compile("assets/[0-9a-f]{32}");

  /** The headers and the body, the headers in lower case. */
  private static String ask(String url, String... arguments) throws Exception {
    String[] all = new String[arguments.length + 3];
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    all[0] = "-D";
    all[1] = "-";
    all[2] = url;
    Curl answer = Curl.run(all);
    assertEquals(0, answer.exit());
    int end = answer.body().indexOf("\n\n");
    return answer.body().substring(0, end).toLowerCase(Locale.ROOT) + answer.body().substring(end);
  }

  private static void assertHas(String answer, String line) {
    assertTrue(answer.contains("\n" + line + "\n"), () -> "no " + line + " in\n" + answer);
  }

  @Test
  void curlGetsThePageAndWhatItIsMadeOf() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      String root = "http://127.0.0.1:" + daemon.httpPort();
      String page = ask(root + "/ui/", "--compressed");
      assertHas(page, "content-encoding: gzip");
      assertHas(page, "cache-control: no-cache");
      assertHas(page, "content-type: text/html; charset=utf-8");
      Matcher assets = ASSETS.matcher(page);
      assertTrue(assets.find(), page);

      for (String file : List.of("preact.js", "hooks.js")) {
        String asset = ask(root + "/ui/" + assets.group() + "/" + file, "--compressed");
        assertHas(asset, "content-encoding: gzip");
        assertHas(asset, "cache-control: public, max-age=31536000, immutable");
        assertHas(asset, "content-type: text/javascript; charset=utf-8");
        assertTrue(asset.contains("export{"), asset);
      }
    }
  }

  @Test
  void browsersAreSentToThePageAndOthersGetTheOriginals404() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      String root = "http://127.0.0.1:" + daemon.httpPort();
      String browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
      String redirect = ask(root + "/", "-H", browser);
      assertTrue(redirect.startsWith("http/1.1 302 "), redirect);
      assertHas(redirect, "location: /ui/");
      assertEquals(new Curl(0, 404, "{\"message\":\"NOT_FOUND\"}"), Curl.run(root + "/"));
    }
  }

  /** With Vert.x's own meters, which other tests have not. */
  @Test
  void whoLooksIsToldOfRequests() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      Curl.run("http://127.0.0.1:" + daemon.httpPort() + "/ping");
      try (ConsoleEvents events = ConsoleEvents.open(daemon.httpPort(), "/ui/live")) {
        JsonNode status = events.next("status");
        assertTrue(status.at("/totals/requests").asLong() >= 1, status::toString);
      }
    }
  }

  @Test
  void whoLooksIsToldOfTheCluster() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(2, LocalCluster.onLoopback())) {
      LocalCluster.Member member = cluster.members().get(1);
      try (ConsoleEvents events = ConsoleEvents.open(member.httpPort(), "/ui/live")) {
        JsonNode told = events.next("status").path("cluster");
        JsonNode asked = member.http().get("/cluster").json();
        for (String same : List.of("node", "number", "members")) {
          assertEquals(asked.path(same), told.path(same));
        }
        assertEquals(2, told.path("members").size());
        assertEquals(asked.size(), told.size());
      }
    }
  }

  @Test
  void leftOutNothingOfItIsThere() throws Exception {
    DaemonLauncher launcher =
        new DaemonLauncher().jvmFlags("-Xlog:class+load:stdout").arguments("-ui=false");
    try (DaemonProcess daemon = launcher.start()) {
      String root = "http://127.0.0.1:" + daemon.httpPort();
      for (String path : List.of("/", "/ui", "/ui/", "/ui/topic?topic=t", "/ui/live")) {
        assertEquals(
            new Curl(0, 404, "{\"message\":\"NOT_FOUND\"}"),
            Curl.run("-H", "Accept: text/html", root + path),
            path);
      }
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      List<String> loaded = daemon.stdout();
      assertTrue(loaded.stream().anyMatch(line -> line.contains(Lookupd.class.getName())));
      String ofIt = Console.class.getPackageName() + ".";
      assertEquals(List.of(), loaded.stream().filter(line -> line.contains(ofIt)).toList());
    }
  }
}
