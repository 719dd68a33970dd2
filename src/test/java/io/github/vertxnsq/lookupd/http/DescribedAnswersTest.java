package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalCluster;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.auth.NewToken;
import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.logging.AuditQueue;
import io.github.vertxnsq.lookupd.logging.Logs;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Lock;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every answer is as it is described, and every answer that is described is given. */
@Timeout(120)
@ExtendWith(VertxExtension.class)
final class DescribedAnswersTest {
  private static final List<String> WATCHED = List.of("/channels", "/lookup", "/nodes", "/topics");
  private static final Pattern FOLDER = Pattern.compile("assets/[0-9a-f]{32}");
  private static final Pattern FILE = Pattern.compile(FOLDER + "/[\\w.-]+");

  @TempDir private Path folder;
  private DescribedApi api;
  private AskedApi asked;

  @Test
  void allAnswersAreDescribedAndAllDescribedOnesAreGiven(Vertx vertx) throws Exception {
    api = DescribedApi.built();
    asked = new AskedApi(api);
    askADaemon();
    askAMemberOfACluster();
    askBeyondLimits();
    waitBeyondTheLimit();
    askAsAStranger();
    askWithoutTls();
    askUnderAnotherHost();
    orderWhileNothingCanBeWrittenDown();
    askBeforeThereIsACopy(vertx);
    askWithoutARegistry(vertx);
    askTooMuchAtATime(vertx);

    assertEquals(Set.of("GET /debug 503 BUSY"), asked.unanswered(), "but what takes half a minute");
  }

  private void askADaemon() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start();
        ProducerConnection producer = lookupd.connect();
        ProducerConnection odd = lookupd.connect()) {
      HttpProbe http = lookupd.http();
      producer.identify(ProducerIdentity.numbered("described", 0));
      producer.must("REGISTER orders billing");
      producer.must("REGISTER orders tmp#ephemeral");
      odd.identify(new ProducerIdentity("::\u20ac\"", -1, Integer.MAX_VALUE, "v", "<h>\0", "", ""));
      odd.must("REGISTER orders");
      asked.ask(http, "POST", "/topic/tombstone", "?topic=orders&node=described-0:5150");
      asked.askEach(http);
      asked.ask(http, "GET", "/lookup", "?topic=none");
      asked.ask(http, "POST", "/channel/create", "?topic=orders&channel=more");
      asked.ask(http, "POST", "/channel/delete", "?topic=orders&channel=more");
      asked.ask(http, "POST", "/channel/delete", "?topic=orders&channel=more");
      askTheConsole(http);
      askWhatIsWrong(http);
      for (DescribedApi.Operation operation : api.operations()) {
        asked.see(operation, http.request("PUT", api.exampleTarget(operation)));
        try (RawHttp raw = RawHttp.open(lookupd.httpPort())) {
          raw.send(
              "%s %s HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n"
                  .formatted(operation.method(), api.exampleTarget(operation)));
          asked.see(operation, raw.readAnswer());
        }
      }
    }
  }

  /** Also for every file that its page names, and one that scripts name. */
  private void askTheConsole(HttpProbe http) throws Exception {
    asked.ask(http, "GET", "/", "", "Accept", "text/html");
    asked.ask(http, "GET", "/ui/", "", "If-None-Match", "*");
    asked.ask(http, "GET", "/ui/", "", "Accept-Encoding", "gzip");
    asked.ask(http, "GET", "/ui/live", "?heard=true");
    asked.ask(http, "GET", "/ui/topic", "?topic=none");
    String page = http.get("/ui/").text();
    Matcher folder = FOLDER.matcher(page);
    assertTrue(folder.find(), page);
    Set<String> files = new TreeSet<>(Set.of(folder.group() + "/preact.js"));
    FILE.matcher(page).results().forEach(file -> files.add(file.group()));
    for (String file : files) {
      DescribedApi.Operation asset = api.operation("GET", "/ui/assets/{hash}/{file}");
      assertEquals(200, asked.ask(http, asset, "/ui/" + file), file);
      assertEquals(200, asked.ask(http, asset, "/ui/" + file, "Accept-Encoding", "gzip"), file);
    }
  }

  private void askWhatIsWrong(HttpProbe http) throws Exception {
    for (String path : WATCHED) {
      String topic = path.length() > 6 ? "?topic=orders&" : "?";
      asked.ask(http, "GET", path, topic + "wait=soon");
      asked.ask(http, "GET", path, topic + "wait=1s");
      asked.ask(http, "GET", path, topic, "If-None-Match", "*");
    }
    asked.ask(http, "GET", "/events", "?topic=a;b");
    asked.ask(http, "GET", "/events", "?topic=b@d");
    asked.ask(http, "GET", "/ui/live", "?a;b");
    for (String path : List.of("/lookup", "/channels", "/ui/topic")) {
      asked.ask(http, "GET", path, "");
      asked.ask(http, "GET", path, "?topic=a;b");
    }
    for (String path : List.of("/topic/create", "/topic/delete", "/topic/tombstone")) {
      asked.ask(http, "POST", path, "");
      asked.ask(http, "POST", path, "?topic=a;b");
      asked.ask(http, "POST", path, "?topic=*&node=n:1");
      asked.ask(http, "POST", path, "?topic=orders");
    }
    for (String path : List.of("/channel/create", "/channel/delete")) {
      asked.ask(http, "POST", path, "");
      asked.ask(http, "POST", path, "?topic=a;b");
      asked.ask(http, "POST", path, "?topic=b@d&channel=c");
      asked.ask(http, "POST", path, "?topic=orders");
      asked.ask(http, "POST", path, "?topic=orders&channel=b@d");
      asked.ask(http, "POST", path, "?topic=orders&channel=none");
    }
  }

  private void askAMemberOfACluster() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(2, LocalCluster.onLoopback())) {
      asked.askEach(cluster.members().get(1).http());
    }
  }

  private void askBeyondLimits() throws Exception {
    Options tight =
        LocalLookupd.onLoopback()
            .with(LimitSettings.MAX_TOPICS, "1")
            .with(LimitSettings.MAX_CHANNELS_PER_TOPIC, "1");
    try (LocalLookupd lookupd = LocalLookupd.start(tight)) {
      HttpProbe http = lookupd.http();
      for (String topic : List.of("first", "second")) {
        asked.ask(http, "POST", "/topic/create", "?topic=" + topic);
        asked.ask(http, "POST", "/channel/create", "?topic=" + topic + "&channel=c");
        asked.ask(http, "POST", "/channel/create", "?topic=" + topic + "&channel=d");
      }
    }
  }

  private void waitBeyondTheLimit() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(LimitSettings.MAX_WATCHERS, "1");
        RawHttp waiting = RawHttp.open(lookupd.httpPort())) {
      HttpProbe http = lookupd.http();
      waiting.send("GET /topics?wait=1m HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n");
      awaitMetric(http, "nsqlookupd_watchers");
      for (String path : WATCHED) {
        asked.ask(http, "GET", path, "?topic=none&wait=1m", "If-None-Match", "*");
      }
      asked.ask(http, "GET", "/events", "");
      asked.ask(http, "GET", "/ui/live", "");
    }
  }

  private static void awaitMetric(HttpProbe http, String name) throws Exception {
    Eventually.holds(name + " is 1", Duration.ofSeconds(10), () -> http.metric(name) == 1);
  }

  /** Who is asked for a proof, and who is not, is described too. */
  private void askAsAStranger() throws Exception {
    Path tokens = TestCa.write(folder.resolve("tokens"), NewToken.make("admin:alice").line());
    Options guarded =
        LocalLookupd.onLoopback()
            .with(AuthSettings.AUTH_TOKEN_FILE, tokens.toString())
            .with(AuthSettings.AUTH_READS, "true")
            .with(AuthSettings.AUTH_METRICS, "true");
    try (LocalLookupd lookupd = LocalLookupd.start(guarded)) {
      HttpProbe http = lookupd.http();
      for (DescribedApi.Operation operation : api.operations()) {
        int status = asked.ask(http, operation);
        assertEquals(api.isOpen(operation), status != 401, operation.toString());
      }
      for (int guess = 0; guess < 10; guess++) {
        guess(http, api.operation("GET", "/topics"));
      }
      for (DescribedApi.Operation operation : api.operations()) {
        int status = guess(http, operation);
        assertEquals(api.isOpen(operation), status != 429, operation.toString());
      }
    }
  }

  private int guess(HttpProbe http, DescribedApi.Operation operation) throws Exception {
    return asked.ask(
        http, operation, api.exampleTarget(operation), "Authorization", "Bearer guess");
  }

  private void askWithoutTls() throws Exception {
    TestCa.write(TestCa.named("ca").issue("lookupd"), folder.resolve("crt"), folder.resolve("key"));
    Options overTls =
        LocalLookupd.onLoopback()
            .with(TlsSettings.HTTPS_ADDRESS, "127.0.0.1:0")
            .with(TlsSettings.TLS_CERT, folder.resolve("crt").toString())
            .with(TlsSettings.TLS_KEY, folder.resolve("key").toString())
            .with(TlsSettings.TLS_REQUIRED, "true");
    try (LocalLookupd lookupd = LocalLookupd.start(overTls)) {
      asked.askEach(lookupd.http());
    }
  }

  private void askUnderAnotherHost() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(AuthSettings.HTTP_HOSTS, "lookupd.example")) {
      for (DescribedApi.Operation operation : api.operations()) {
        try (RawHttp raw = RawHttp.open(lookupd.httpPort())) {
          raw.send(
              "%s %s HTTP/1.1\r\nHost: other.example\r\n\r\n"
                  .formatted(operation.method(), api.exampleTarget(operation)));
          asked.see(operation, raw.readAnswer());
        }
      }
    }
  }

  private void orderWhileNothingCanBeWrittenDown() throws Exception {
    AuditQueue audit = Logs.audit();
    int taken = 0;
    try (LocalLookupd lookupd = LocalLookupd.start()) {
      while (audit.reserve()) {
        taken++;
      }
      asked.askEach(lookupd.http());
      assertEquals("{\"topics\":[]}", lookupd.http().get("/topics").text());
    } finally {
      while (taken-- > 0) {
        audit.release();
      }
    }
  }

  /** Of a cluster that cannot be looked at either. */
  private void askBeforeThereIsACopy(Vertx vertx) throws Exception {
    Peers peers =
        (Peers)
            Proxy.newProxyInstance(
                Peers.class.getClassLoader(),
                new Class<?>[] {Peers.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "synced" -> Promise.promise().future();
                      case "isInStep" -> false;
                      case "view" -> Future.failedFuture("asked in a test");
                      default -> method.invoke(Peers.NONE, arguments);
                    });
    asked.askEach(BareHttp.on(vertx, peers, 0).probe());
  }

  private void askWithoutARegistry(Vertx vertx) throws Exception {
    BareHttp bare = BareHttp.on(vertx, Peers.NONE, 0);
    for (DescribedApi.Operation operation : api.operations()) {
      if (!operation.path().equals("/debug")) { // whose answer has begun when it fails
        asked.ask(bare.probe(), operation);
      }
    }
    bare.deployRegistry(() -> true);
    asked.ask(bare.probe(), "POST", "/topic/create", "?topic=orders");
    asked.ask(bare.probe(), "POST", "/channel/create", "?topic=orders&channel=billing");
  }

  /** One waits for all that is registered, which another has. */
  private void askTooMuchAtATime(Vertx vertx) throws Exception {
    BareHttp bare = BareHttp.on(vertx, Peers.NONE, 1);
    Lock lock = vertx.sharedData().getLocalLock(DebugHandler.LOCK).await(10, TimeUnit.SECONDS);
    try (RawHttp waiting = RawHttp.open(bare.port())) {
      waiting.sendRequest("GET", "/debug");
      awaitMetric(bare.probe(), "nsqlookupd_http_requests_in_flight");
      asked.askEach(bare.probe());
    } finally {
      lock.release();
    }
  }
}
