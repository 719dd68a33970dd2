package io.github.vertxnsq.lookupd.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to the consumers' port that are too many, too slow or do not read. */
class HostileConsumersIT extends UnderAttack {
  private static final String HEAD = " HTTP/1.1\r\nHost: x\r\n";
  private static final int TOPICS = 1_250;
  private static final String POST = "POST /topic/create?topic=large" + HEAD;
  private static final int BODY = 10_000_000;

  @Test
  void holdsThousandsOfIdleConnections() throws Exception {
    try (Strangers idle = Strangers.connect(2_000, httpPort(), Stranger::connect)) {
      assertEquals(2_000, idle.count());
      assertUnharmed();
    }
  }

  @Test
  void waitsForSlowHeadersWithoutKeepingOthersWaiting() throws Exception {
    try (Strangers slow = Strangers.connect(300, httpPort(), Stranger::connect)) {
      for (char next : ("GET /ping" + HEAD + "Connection: close\r\n\r\n").toCharArray()) {
        for (Stranger one : slow) {
          one.send(String.valueOf(next));
        }
      }
      for (Stranger one : slow) {
        assertTrue(one.readToEnd().endsWith("OK"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nodes", "/debug", "/metrics", "/ping"})
  void bearsThoseThatAskAndNeverRead(String target) throws Exception {
    // 3 MB of nodes: none of the askers' systems takes that much.
    List<ProducerConnection> talkative = new ArrayList<>();
    try (Strangers deaf = Strangers.connect(150, httpPort(), Stranger::connectDeaf)) {
      for (int i = 0; i < 500; i++) {
        talkative.add(talkative(i));
      }
      for (Stranger one : deaf) {
        one.send(("GET " + target + HEAD + "\r\n").repeat(20));
      }
      assertUnharmed();
    } finally {
      for (ProducerConnection one : talkative) {
        one.close();
      }
    }
  }

  /** An entry of /debug has the producer's 6 kB each time: all of it, more than the heap. */
  @Test
  void streamsHugeListingsPieceByPiece() throws Exception {
    List<ProducerConnection> talkative = talkativeOnes();
    try (Stranger asker = Stranger.connect(httpPort())) {
      asker.send("GET /debug" + HEAD + "Connection: close\r\n\r\n");
      long bytes = asker.countToEnd("\r\n0\r\n\r\n");
      assertTrue(bytes > 6_000L * TOPICS * talkative.size(), bytes + " bytes");
    } finally {
      for (ProducerConnection one : talkative) {
        one.close();
      }
    }
  }

  @Test
  void keepsNoMoreRenderedAnswersThanItHasRoomFor() throws Exception {
    List<ProducerConnection> talkative = talkativeOnes();
    try {
      for (int i = 0; i < TOPICS; i++) {
        assertEquals(200, http().get("/lookup?topic=huge" + i + "%23ephemeral").status());
      }
      assertUnharmed();
    } finally {
      for (ProducerConnection one : talkative) {
        one.close();
      }
    }
  }

  /** Twenty that hold the same topics. */
  private static List<ProducerConnection> talkativeOnes() throws Exception {
    List<ProducerConnection> talkative = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ProducerConnection one = talkative(i);
      talkative.add(one);
      StringBuilder lines = new StringBuilder();
      for (int topic = 0; topic < TOPICS; topic++) {
        lines.append("REGISTER huge").append(topic).append("#ephemeral\n");
      }
      one.send(lines.toString());
      for (int topic = 0; topic < TOPICS; topic++) {
        assertEquals("OK", one.readAnswer());
      }
    }
    return talkative;
  }

  @Test
  void refusesLargeBodyAnnounced() throws Exception {
    try (Stranger stranger = Stranger.connect(httpPort())) {
      stranger.send(POST + "Content-Length: " + BODY + "\r\n\r\n").send(new byte[BODY]);
      assertRefused(stranger);
    }
  }

  @Test
  void refusesLargeBodyInChunks() throws Exception {
    String chunk = "10000\r\n" + "a".repeat(1 << 16) + "\r\n";
    try (Stranger stranger = Stranger.connect(httpPort())) {
      stranger.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
      stranger.send(chunk.repeat(BODY >> 16) + "0\r\n\r\n");
      assertRefused(stranger);
    }
  }

  private static void assertRefused(Stranger stranger) throws Exception {
    String answer = stranger.readToEnd();
    assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    assertEquals(404, http().get("/lookup?topic=large").status());
  }
}
