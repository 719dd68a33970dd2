package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are none of the lookup protocol's, or too many of them. */
class HostileBytesIT extends UnderAttack {
  private static final String NOT_JSON = "E_BAD_BODY IDENTIFY failed to decode JSON body";
  private static final int LONG_LINE = 5_000_000;

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, (64 << 10) + 1})
  void refusesSizeOfIdentifyOutOfBounds(int size) throws Exception {
    try (ProducerConnection stranger = ProducerConnection.open(tcpPort())) {
      stranger.send("IDENTIFY\n").send(ByteBuffer.allocate(4).putInt(size).array());
      assertEnds(stranger, "E_BAD_BODY ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void refusesLineThatIsTooLong(String end) throws Exception {
    try (ProducerConnection stranger = ProducerConnection.open(tcpPort())) {
      stranger.send("A".repeat(LONG_LINE) + end);
      assertEnds(stranger, "E_INVALID line is longer than 1024 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"a\":[", "{\"tcp_port\":["})
  void refusesDeeplyNestedBody(String nesting) throws Exception {
    int depth = 60_000 / nesting.length();
    // Once from the outermost value on, once below a single field.
    for (String prefix : List.of("", "{\"a\":")) {
      try (ProducerConnection stranger = ProducerConnection.open(tcpPort())) {
        stranger.sendIdentify((prefix + nesting.repeat(depth)).getBytes(UTF_8));
        assertEnds(stranger, NOT_JSON);
      }
    }
  }

  /** Unknown fields are ignored, whatever they are called and whatever is in them. */
  @ParameterizedTest
  @ValueSource(strings = {"\"%s\":1", "\"a\":\"%s\"", "\"a\":1%s"})
  void ignoresUnknownFieldAsLargeAsTheBody(String field) throws Exception {
    String identity = ProducerIdentity.numbered("stranger", 0).toJson().toString();
    String large = field.formatted("0".repeat(60_000));
    try (ProducerConnection stranger = ProducerConnection.open(tcpPort())) {
      stranger.sendIdentify(("{" + large + "," + identity.substring(1)).getBytes(UTF_8));
      assertTrue(stranger.readAnswer().startsWith("{"));
    }
  }

  @Test
  void refusesClientHelloOfTls() throws Exception {
    byte[] hello = ByteBuffer.allocate(517).put(new byte[] {0x16, 3, 1, 2, 0, 1}).array();
    try (ProducerConnection stranger = ProducerConnection.openWith("", tcpPort())) {
      stranger.send(hello);
      assertEnds(stranger, "E_BAD_PROTOCOL");
    }
  }

  @Test
  void takesNamesOf64BytesAndNotOf65() throws Exception {
    String longest = "n".repeat(64);
    try (ProducerConnection stranger = ProducerConnection.open(tcpPort())) {
      stranger.identify(ProducerIdentity.numbered("stranger", 0));
      stranger.must("REGISTER " + longest + " " + longest).must("UNREGISTER " + longest);
    }
    assertRefused("REGISTER " + longest + "n", "E_BAD_TOPIC ");
    assertRefused("REGISTER " + longest + " " + longest + "n", "E_BAD_CHANNEL ");
    assertRefused("REGISTER " + "n".repeat(55) + "#ephemeral", "E_BAD_TOPIC ");
  }

  private static void assertRefused(String line, String error) throws Exception {
    try (ProducerConnection stranger = ProducerConnection.open(tcpPort())) {
      stranger.identify(ProducerIdentity.numbered("stranger", 0));
      stranger.sendCommand(line);
      assertEnds(stranger, error);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  V1", "  V1IDENTIFY\n", "  V1IDENTIFY\n\0\0\u0001\0"})
  void survivesRandomBytesBehind(String prefix) throws Exception {
    long seed = System.nanoTime();
    System.out.println("random bytes of seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      byte[] noise = new byte[1 + random.nextInt(20_000)];
      random.nextBytes(noise);
      try (Stranger stranger = Stranger.connect(tcpPort())) {
        stranger.send(prefix).sendWhatIsTaken(noise).sendWhatIsTaken(new byte[] {'\n'});
        // Random bytes could be a size, and the body still be missing: so this side ends it.
        stranger.shutdownOutput();
        String answer = stranger.readToEnd();
        assertTrue(answer.startsWith("E_", 4), () -> "seed " + seed + ": " + answer);
      }
    }
  }

  @Test
  void answersThoseThatSendByteByByte() throws Exception {
    String identity = ProducerIdentity.numbered("slow", 0).toJson().toString();
    byte[] size = ByteBuffer.allocate(4).putInt(identity.length()).array();
    List<ProducerConnection> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        slow.add(ProducerConnection.openWith("", tcpPort()));
      }
      sendByteByByte("  V1PING\nIDENTIFY\n".getBytes(UTF_8), slow);
      sendByteByByte(size, slow);
      sendByteByByte((identity + "REGISTER slow#ephemeral\r\n").getBytes(UTF_8), slow);
      for (ProducerConnection one : slow) {
        assertEquals("OK", one.readAnswer());
        assertTrue(one.readAnswer().startsWith("{"));
        assertEquals("OK", one.readAnswer());
      }
    } finally {
      for (ProducerConnection one : slow) {
        one.close();
      }
    }
  }

  private static void sendByteByByte(byte[] bytes, List<ProducerConnection> slow) throws Exception {
    for (byte one : bytes) {
      for (ProducerConnection connection : slow) {
        connection.send(new byte[] {one});
      }
    }
  }

  private static void assertEnds(ProducerConnection stranger, String error) throws Exception {
    String answer = stranger.readAnswer();
    assertTrue(answer.startsWith(error), answer);
    stranger.expectEndOfStream();
  }
}
