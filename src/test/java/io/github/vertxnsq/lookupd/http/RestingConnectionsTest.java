package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever only takes up connections keeps nobody out. */
@Timeout(120)
class RestingConnectionsTest {
  private static final int MAX = 50;
  private static final String GET = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String WAIT =
      "GET /topics?wait=10m HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n";

  private final Options options =
      LocalLookupd.onLoopback().with(LimitSettings.MAX_HTTP_CONNECTIONS, Integer.toString(MAX));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "GET /pi",
        "POST /topic/create?topic=a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx",
        "POST /topic/create?topic=a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1",
        GET,
        GET + "GET /pi",
      })
  void whoRestsMakesRoomForNewcomersAndFirstThoseOfTheAddressThatHasMost(String sent)
      throws Exception {
    List<Socket> many = new ArrayList<>();
    try (LocalLookupd lookupd = LocalLookupd.start(options);
        RawHttp waiting = RawHttp.over(connect("127.0.0.2", lookupd.httpPort()));
        RawHttp resting = RawHttp.open(lookupd.httpPort())) {
      assertEquals(200, waiting.send(GET).readAnswer().status());
      waiting.send(WAIT);
      assertEquals(200, resting.send(GET).readAnswer().status());
      for (int i = 0; i < 2 * MAX; i++) {
        Socket one = connect("127.0.0.2", lookupd.httpPort());
        many.add(one);
        one.getOutputStream().write(sent.getBytes(US_ASCII));
      }
      for (int i = 0; i < 20; i++) {
        Eventually.holds(
            "a newcomer is served",
            Duration.ofSeconds(10),
            () -> {
              try (RawHttp newcomer = RawHttp.open(lookupd.httpPort())) {
                return newcomer.send(GET).readAnswer().status() == 200;
              } catch (IOException closed) {
                return false; // none had been seen to rest yet
              }
            });
      }
      assertEquals(200, resting.send(GET).readAnswer().status(), "of an address that has few");
      assertEquals(200, resting.sendRequest("POST", "/topic/create?topic=t").readAnswer().status());
      assertEquals("{\"topics\":[\"t\"]}", waiting.readAnswer().text(), "who waits does not rest");
    } finally {
      for (Socket one : many) {
        one.close();
      }
    }
  }

  @Test
  void whoHasManyBusyOnesMakesRoomForWhoHasFew() throws Exception {
    List<Socket> busy = new ArrayList<>();
    try (LocalLookupd lookupd = LocalLookupd.start(options)) {
      for (int i = 0; i < MAX; i++) {
        Socket one = connect("127.0.0.2", lookupd.httpPort());
        busy.add(one);
        RawHttp http = RawHttp.over(one);
        assertEquals(200, http.send(GET).readAnswer().status());
        http.send(WAIT);
      }
      for (int i = 0; i < MAX / 8; i++) {
        Socket newcomer = connect("127.0.0.1", lookupd.httpPort());
        busy.add(newcomer);
        assertEquals(200, RawHttp.over(newcomer).send(GET).readAnswer().status());
      }
    } finally {
      for (Socket one : busy) {
        one.close();
      }
    }
  }

  @Test
  void healthHasAPortOfItsOwnThatConnectionsElsewhereDoNotFill() throws Exception {
    Options full =
        options
            .with(LimitSettings.MAX_HTTP_CONNECTIONS, "1")
            .with(Settings.HEALTH_ADDRESS, "127.0.0.1:0");
    List<Socket> silent = new ArrayList<>();
    try (LocalLookupd lookupd = LocalLookupd.start(full);
        RawHttp waiting = RawHttp.open(lookupd.httpPort())) {
      assertEquals(200, waiting.send(GET).readAnswer().status());
      waiting.send(WAIT);
      assertThrows(IOException.class, () -> lookupd.http().get("/ping"), "the other one is full");
      for (int i = 0; i < 40; i++) {
        silent.add(connect("127.0.0.2", lookupd.healthPort()));
      }
      HttpProbe health = new HttpProbe(lookupd.healthPort());
      assertEquals("OK", health.get("/ping").text());
      assertEquals(200, health.get("/health/live").status());
      assertEquals(200, health.get("/health/ready").status());
      assertEquals(1, health.metric("nsqlookupd_http_connections"));
      for (String other :
          List.of("/topics", "/lookup?topic=t", "/nodes", "/ui/", "/", "/cluster")) {
        assertEquals(404, health.get(other).status(), other);
      }
      assertEquals(404, health.post("/topic/create?topic=t").status());
      try (InputStream first = silent.get(0).getInputStream()) {
        assertEquals(-1, first.read());
      }
    } finally {
      for (Socket one : silent) {
        one.close();
      }
    }
  }

  private static Socket connect(String from, int port) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
    socket.setSoTimeout(10_000);
    return socket;
  }
}
