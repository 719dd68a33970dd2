package io.github.vertxnsq.lookupd.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the files of the page are sent, whatever they are. */
@ExtendWith(VertxExtension.class)
final class PagesTest {
  private static final String INDEX =
      "<script src=\"{{assets}}/app.js\"></script>" + "\n".repeat(99);
  private static final String SCRIPT = "// more than a slice\n".repeat(5_000);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final SortedMap<String, byte[]> files =
      new TreeMap<>(
          Map.of(
              "index.html", INDEX.getBytes(UTF_8),
              "app.js", SCRIPT.getBytes(UTF_8),
              "style.css", "a{}".getBytes(UTF_8),
              "icon.svg", "<svg/>".getBytes(UTF_8)));

  private final AtomicInteger reads = new AtomicInteger();
  private final String hash = Bundle.of(files).hash();
  private String root;

  @BeforeEach
  void serve(Vertx vertx) throws Exception {
    Router router = Router.router(vertx);
    Pages pages = new Pages(vertx, new Assets(this::read));
    router.get("/").handler(pages::front);
    router.route("/ui").handler(pages::index);
    router.route("/ui/assets/*").handler(pages::asset);
    router.errorHandler(404, ctx -> ctx.response().setStatusCode(404).end());
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS);
    root = "http://127.0.0.1:" + server.actualPort();
  }

  private SortedMap<String, byte[]> read() {
    reads.incrementAndGet();
    return files;
  }

  private HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private String asset(String name) {
    return "/ui/assets/" + hash + "/" + name;
  }

  @Test
  void theIndexNamesTheAssetsByTheirHashAndIsAskedForEachTime() throws Exception {
    HttpResponse<byte[]> answer = get("/ui/");

    assertEquals(200, answer.statusCode());
    assertEquals(INDEX.replace("{{assets}}", "assets/" + hash), new String(answer.body(), UTF_8));
    assertEquals("text/html; charset=utf-8", header(answer, "content-type"));
    assertEquals("no-cache", header(answer, "cache-control"));
    assertEquals("\"" + hash + "\"", header(answer, "etag"));
  }

  @Test
  void theIndexIsNotSentToWhoHasIt() throws Exception {
    String tag = header(get("/ui/"), "etag");
    for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      HttpResponse<byte[]> answer = get("/ui/", "If-None-Match", known);
      assertEquals(304, answer.statusCode(), known);
      assertEquals(0, answer.body().length, known);
      assertEquals(tag, header(answer, "etag"));
    }
    assertEquals(200, get("/ui/", "If-None-Match", "\"other\"").statusCode());
  }

  @Test
  void compressedItIsAnotherEntity() throws Exception {
    HttpResponse<byte[]> answer = get("/ui/", "Accept-Encoding", "gzip");
    assertNotEquals(header(get("/ui/"), "etag"), header(answer, "etag"));
    assertEquals("gzip", header(answer, "content-encoding"));
  }

  @Test
  void assetsAreKeptForGood() throws Exception {
    HttpResponse<byte[]> answer = get(asset("app.js"));

    assertEquals(200, answer.statusCode());
    assertEquals(SCRIPT, new String(answer.body(), UTF_8));
    assertEquals("public, max-age=31536000, immutable", header(answer, "cache-control"));
    assertEquals("text/javascript; charset=utf-8", header(answer, "content-type"));
    assertEquals("text/css; charset=utf-8", header(get(asset("style.css")), "content-type"));
    assertEquals("image/svg+xml", header(get(asset("icon.svg")), "content-type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ui/", "/ui", "/ui/assets/HASH/app.js", "/ui/assets/HASH/style.css"})
  void nothingFromElsewhereMayRun(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path.replace("HASH", hash));

    String policy = header(answer, "content-security-policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
    assertFalse(policy.contains("unsafe"), policy);
    assertTrue(policy.endsWith("require-trusted-types-for 'script'; trusted-types 'none'"), policy);
    assertEquals("nosniff", header(answer, "x-content-type-options"));
    assertEquals("no-referrer", header(answer, "referrer-policy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, gzip;q=0.5, br", "GZIP", "br , gzip"})
  void isCompressedForWhoTakesIt(String accepted) throws Exception {
    HttpResponse<byte[]> answer = get(asset("app.js"), "Accept-Encoding", accepted);

    assertEquals("gzip", header(answer, "content-encoding"));
    assertEquals("accept-encoding", header(answer, "vary"));
    assertTrue(answer.body().length < SCRIPT.length() / 10);
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
    assertArrayEquals(files.get("app.js"), plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "br", "gzip;q=0", "gzip; q=0.000", "gzipped"})
  void isPlainForWhoDoesNot(String accepted) throws Exception {
    HttpResponse<byte[]> answer = get(asset("app.js"), "Accept-Encoding", accepted);

    assertEquals("", header(answer, "content-encoding"));
    assertEquals("accept-encoding", header(answer, "vary"));
    assertEquals(SCRIPT.length(), answer.body().length);
  }

  @Test
  void isNotCompressedWhereThatIsLonger() throws Exception {
    HttpResponse<byte[]> answer = get(asset("style.css"), "Accept-Encoding", "gzip");
    assertEquals("", header(answer, "content-encoding"));
    assertEquals("a{}", new String(answer.body(), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/assets/HASH/none.js",
        "/ui/assets/HASH/index.html",
        "/ui/assets/0/app.js",
        "/ui/assets/",
        "/ui/assets/HASH/..%2Fapp.js",
        "/ui/assets/HASH/app.js/"
      })
  void whatIsNotThereIsNotFound(String path) throws Exception {
    assertEquals(404, get(path.replace("HASH", hash)).statusCode());
  }

  @Test
  void theHashFollowsEveryContentAndName() {
    SortedMap<String, byte[]> otherContent = new TreeMap<>(files);
    otherContent.put("style.css", "b{}".getBytes(UTF_8));
    SortedMap<String, byte[]> otherName = new TreeMap<>(files);
    otherName.put("style2.css", otherName.remove("style.css"));

    assertNotEquals(hash, Bundle.of(otherContent).hash());
    assertNotEquals(hash, Bundle.of(otherName).hash());
    assertTrue(hash.matches("[0-9a-f]{32}"), hash);
  }

  @Test
  void filesAreReadWhenTheFirstIsAskedForAndThenKept() throws Exception {
    get("/", "Accept", "text/html");
    assertEquals(0, reads.get());
    get("/ui/");
    get(asset("app.js"));
    get("/ui/");
    assertEquals(1, reads.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html", "text/html,application/xhtml+xml,*/*;q=0.8", "Text/HTML;q=1"})
  void browsersAreSentToThePage(String accepted) throws Exception {
    HttpResponse<byte[]> answer = get("/", "Accept", accepted);
    assertEquals(302, answer.statusCode());
    assertEquals("/ui/", header(answer, "location"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "text/*", "text/html;q=0"})
  void othersAreNot(String accepted) throws Exception {
    assertEquals(404, get("/", "Accept", accepted).statusCode());
  }

  @Test
  void withoutItsSlashThePageIsElsewhere() throws Exception {
    HttpResponse<byte[]> answer = get("/ui");
    assertEquals(302, answer.statusCode());
    assertEquals("/ui/", header(answer, "location"));
  }
}
