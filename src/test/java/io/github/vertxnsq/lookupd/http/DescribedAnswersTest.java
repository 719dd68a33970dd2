package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.LocalCluster;
import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.auth.NewToken;
import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Lock;
import io.vertx.junit5.VertxExtension;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every answer is as it is described, and every answer that is described is given. */
@Timeout(120)
@ExtendWith(VertxExtension.class)
final class DescribedAnswersTest {
  private static final List<String> WATCHED = List.of("/channels", "/lookup", "/nodes", "/topics");

  @TempDir private Path folder;
  private final Set<String> seen = new TreeSet<>();
  private DescribedApi api;

  @Test
  void allAnswersAreDescribedAndAllDescribedOnesAreGiven(Vertx vertx) throws Exception {
    api = DescribedApi.built();
    askADaemon();
    askAMemberOfACluster();
    askBeyondLimits();
    waitBeyondTheLimit();
    askAsAStranger();
    askWithoutTls();
    askBeforeThereIsACopy(vertx);
    askWithoutARegistry(vertx);
    askTooMuchAtATime(vertx);

    Set<String> described = new TreeSet<>();
    api.operationsThere().forEach(operation -> described.addAll(api.answers(operation)));
    described.removeAll(seen);
    assertEquals(Set.of("GET /debug 503 BUSY"), described, "but what takes half a minute");
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
      ask(http, "POST", "/topic/tombstone", "?topic=orders&node=described-0:5150");
      askEach(http);
      ask(http, "GET", "/lookup", "?topic=none");
      ask(http, "POST", "/channel/create", "?topic=orders&channel=more");
      ask(http, "POST", "/channel/delete", "?topic=orders&channel=more");
      ask(http, "POST", "/channel/delete", "?topic=orders&channel=more");
      askWhatIsWrong(http);
      for (DescribedApi.Operation operation : api.operationsThere()) {
        see(operation, http.request("PUT", operation.path()));
        try (RawHttp raw = RawHttp.open(lookupd.httpPort())) {
          raw.send(operation + " HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n");
          seen.add(api.check(operation, raw.readAnswer()));
        }
      }
    }
  }

  private void askWhatIsWrong(HttpProbe http) throws Exception {
    for (String path : WATCHED) {
      String topic = path.length() > 6 ? "?topic=orders&" : "?";
      ask(http, "GET", path, topic + "wait=soon");
      ask(http, "GET", path, topic + "wait=1s");
      see(operation("GET", path), http.request("GET", path + topic, "If-None-Match", "*"));
    }
    ask(http, "GET", "/events", "?topic=a;b");
    ask(http, "GET", "/events", "?topic=b@d");
    for (String path : List.of("/lookup", "/channels")) {
      ask(http, "GET", path, "");
      ask(http, "GET", path, "?topic=a;b");
    }
    for (String path : List.of("/topic/create", "/topic/delete", "/topic/tombstone")) {
      ask(http, "POST", path, "");
      ask(http, "POST", path, "?topic=a;b");
      ask(http, "POST", path, "?topic=*&node=n:1");
      ask(http, "POST", path, "?topic=orders");
    }
    for (String path : List.of("/channel/create", "/channel/delete")) {
      ask(http, "POST", path, "");
      ask(http, "POST", path, "?topic=a;b");
      ask(http, "POST", path, "?topic=b@d&channel=c");
      ask(http, "POST", path, "?topic=orders");
      ask(http, "POST", path, "?topic=orders&channel=b@d");
      ask(http, "POST", path, "?topic=orders&channel=none");
    }
  }

  private void askAMemberOfACluster() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(2, LocalCluster.onLoopback())) {
      askEach(cluster.members().get(1).http());
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
        ask(http, "POST", "/topic/create", "?topic=" + topic);
        ask(http, "POST", "/channel/create", "?topic=" + topic + "&channel=c");
        ask(http, "POST", "/channel/create", "?topic=" + topic + "&channel=d");
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
        String target = path + "?topic=none&wait=1m";
        see(operation("GET", path), http.request("GET", target, "If-None-Match", "*"));
      }
      ask(http, "GET", "/events", "");
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
      for (DescribedApi.Operation operation : api.operationsThere()) {
        int status = ask(http, operation);
        assertEquals(api.isOpen(operation), status != 401, operation.toString());
      }
      for (int guess = 0; guess < 10; guess++) {
        guess(http, operation("GET", "/topics"));
      }
      for (DescribedApi.Operation operation : api.operationsThere()) {
        int status = guess(http, operation);
        assertEquals(api.isOpen(operation), status != 429, operation.toString());
      }
    }
  }

  private int guess(HttpProbe http, DescribedApi.Operation operation) throws Exception {
    return see(
        operation,
        http.request(
            operation.method(), api.exampleTarget(operation), "Authorization", "Bearer guess"));
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
      askEach(lookupd.http());
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
                      case "view" -> Future.failedFuture("asked in a test");
                      default -> method.invoke(Peers.NONE, arguments);
                    });
    askEach(BareHttp.on(vertx, peers, 0).probe());
  }

  private void askWithoutARegistry(Vertx vertx) throws Exception {
    BareHttp bare = BareHttp.on(vertx, Peers.NONE, 0);
    for (DescribedApi.Operation operation : api.operationsThere()) {
      if (!operation.path().equals("/debug")) { // whose answer has begun when it fails
        ask(bare.probe(), operation);
      }
    }
    bare.deployRegistry(() -> true);
    ask(bare.probe(), "POST", "/topic/create", "?topic=orders");
    ask(bare.probe(), "POST", "/channel/create", "?topic=orders&channel=billing");
  }

  /** One waits for all that is registered, which another has. */
  private void askTooMuchAtATime(Vertx vertx) throws Exception {
    BareHttp bare = BareHttp.on(vertx, Peers.NONE, 1);
    Lock lock = vertx.sharedData().getLocalLock(DebugHandler.LOCK).await(10, TimeUnit.SECONDS);
    try (RawHttp waiting = RawHttp.open(bare.port())) {
      waiting.sendRequest("GET", "/debug");
      awaitMetric(bare.probe(), "nsqlookupd_http_requests_in_flight");
      askEach(bare.probe());
    } finally {
      lock.release();
    }
  }

  /** Each operation, as in its example. */
  private void askEach(HttpProbe http) throws Exception {
    for (DescribedApi.Operation operation : api.operationsThere()) {
      ask(http, operation);
    }
  }

  private int ask(HttpProbe http, DescribedApi.Operation operation) throws Exception {
    if (api.isStream(operation)) {
      return askForStream(http, operation);
    }
    return see(operation, http.request(operation.method(), api.exampleTarget(operation)));
  }

  /** Reads nothing of it. */
  private int askForStream(HttpProbe http, DescribedApi.Operation operation) throws Exception {
    HttpResponse<InputStream> response = http.open(api.exampleTarget(operation));
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      String text = status == 200 ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return see(operation, new HttpProbe.Answer(status, response.headers(), text));
    }
  }

  private void ask(HttpProbe http, String method, String path, String query) throws Exception {
    see(operation(method, path), http.request(method, path + query));
  }

  private DescribedApi.Operation operation(String method, String path) {
    return api.operations().stream()
        .filter(it -> it.method().equals(method) && it.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private int see(DescribedApi.Operation operation, HttpProbe.Answer answer) {
    Map<String, String> headers = new TreeMap<>();
    answer
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    seen.add(api.check(operation, new RawHttp.Answer(answer.status(), headers, answer.text())));
    return answer.status();
  }
}
