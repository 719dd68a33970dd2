package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a producer's connection does, whatever it is sent and however it ends. */
@Timeout(60)
class SessionTest {
  @AutoClose private static final LocalLookupd lookupd = LocalLookupd.start();

  @Test
  void pipelinedCommandsAreAnsweredEachInOrder() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.send(concat(identify(), registers(5_000), latin1("NONSENSE\n")));
      expectIdentity(producer);
      expectOks(producer, 5_000);
      assertEquals("E_INVALID invalid command NONSENSE", producer.readAnswer());
      producer.expectEndOfStream();
    }
  }

  @Test
  void pingIsAnsweredBeforeIdentify() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.must("PING").must("PING me");
      producer.identify(ProducerIdentity.numbered("pinged", 0));
      producer.must("PING");
    }
  }

  @Test
  void whatFollowsAnErrorIsNotExecuted() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.identify(ProducerIdentity.numbered("error", 0));
      producer.send("REGISTER before-error\nREGISTER b@d\nREGISTER after-error\n");
      assertEquals("OK", producer.readAnswer());
      assertEquals("E_BAD_TOPIC REGISTER topic name 'b@d' is not valid", producer.readAnswer());
      producer.expectEndOfStream();
      assertEquals(200, lookupd.http().get("/lookup?topic=before-error").status());
      assertEquals(404, lookupd.http().get("/lookup?topic=after-error").status());
    }
  }

  @Test
  void aClientThatHasSentAllIsAnsweredAllOfIt() throws Exception {
    for (int i = 0; i < 200; i++) {
      // All of it, with the end, in the daemon's socket before the daemon has accepted it.
      try (ProducerConnection producer = ProducerConnection.openWith("", lookupd.tcpPort())) {
        producer.send(concat(latin1("  V1"), identify(), registers(20)));
        producer.shutdownOutput();
        expectIdentity(producer);
        expectOks(producer, 20);
        producer.expectEndOfStream();
      }
    }
  }

  /** More than may be pending, so that reading was paused when the end came. */
  @RepeatedTest(10)
  void aClientThatHasSentMuchIsAnsweredAllOfIt() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.send(concat(identify(), registers(10_000)));
      producer.shutdownOutput();
      expectIdentity(producer);
      expectOks(producer, 10_000);
      producer.expectEndOfStream();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "  V1", "  V1\r"})
  void aClientThatEndsBeforeItsFirstCommandIsAnsweredNothing(String sent) throws Exception {
    try (ProducerConnection producer = ProducerConnection.openWith(sent, lookupd.tcpPort())) {
      producer.shutdownOutput();
      producer.expectEndOfStream();
    }
  }

  @Test
  void anUnfinishedLineIsNotExecuted() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.identify(ProducerIdentity.numbered("unfinished", 0));
      producer.send("PING\nREGISTER unfinished");
      producer.shutdownOutput();
      assertEquals("OK", producer.readAnswer());
      producer.expectEndOfStream();
      assertEquals(404, lookupd.http().get("/lookup?topic=unfinished").status());
    }
  }

  @ParameterizedTest
  @CsvSource({"0,size", "1,size", "3,size", "4,body", "5,body", "12,body"})
  void anEndWithinIdentifyIsAnError(int bytes, String where) throws Exception {
    byte[] sizeAndBeginning = ByteBuffer.allocate(12).putInt(100).array();
    try (ProducerConnection producer = lookupd.connect()) {
      producer.send("PING\nIDENTIFY\n" + new String(sizeAndBeginning, 0, bytes, ISO_8859_1));
      producer.shutdownOutput();
      assertEquals("OK", producer.readAnswer());
      String read = where.equals("size") ? "body size" : "body";
      assertEquals("E_BAD_BODY IDENTIFY failed to read " + read, producer.readAnswer());
      producer.expectEndOfStream();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, 65_537, Integer.MAX_VALUE})
  void aSizeOutOfBoundsEndsItsConnectionAlone(int size) throws Exception {
    try (ProducerConnection other = lookupd.connect();
        ProducerConnection producer = lookupd.connect()) {
      producer.send(concat(latin1("IDENTIFY\n"), ByteBuffer.allocate(4).putInt(size).array()));
      String answer = producer.readAnswer();
      assertTrue(answer.startsWith("E_BAD_BODY "), answer);
      producer.expectEndOfStream();
      other.must("PING");
    }
  }

  @RepeatedTest(10)
  void anErrorArrivesAlthoughMuchMoreWasSentBehindIt() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.send(concat(latin1("PING\nNONSENSE\n"), new byte[5 << 20]));
      assertEquals("OK", producer.readAnswer());
      assertEquals("E_INVALID invalid command NONSENSE", producer.readAnswer());
      producer.expectEndOfStream();
    }
  }

  @Test
  void aLineWithoutEndIsAnErrorBeforeItEnds() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.send("x".repeat(1025));
      assertEquals("E_INVALID line is longer than 1024 bytes", producer.readAnswer());
      producer.expectEndOfStream();
    }
  }

  @Test
  void whatIsEchoedComesBackByteForByte() throws Exception {
    try (ProducerConnection producer = lookupd.connect()) {
      producer.send("\u00e9\u00ff\u0001\n");
      String expected = "E_INVALID invalid command \u00e9\u00ff\u0001";
      assertEquals(expected.length(), ByteBuffer.wrap(producer.readBytes(4)).getInt());
      assertEquals(expected, new String(producer.readBytes(expected.length()), ISO_8859_1));
    }
  }

  private static byte[] identify() {
    byte[] body = ProducerIdentity.numbered("session", 0).toJson().toString().getBytes(UTF_8);
    return concat(latin1("IDENTIFY\n"), ByteBuffer.allocate(4).putInt(body.length).array(), body);
  }

  private static byte[] registers(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("REGISTER session channel").append(i % 100).append('\n');
    }
    return latin1(lines.toString());
  }

  private static byte[] latin1(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static void expectIdentity(ProducerConnection producer) throws IOException {
    String answer = producer.readAnswer();
    assertTrue(answer.startsWith("{"), answer);
  }

  private static void expectOks(ProducerConnection producer, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertEquals("OK", producer.readAnswer());
    }
  }
}
