package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer that does not read its answers is not read from either. */
@Timeout(120)
class BackpressureTest {
  private static final int PING_BYTES = "PING\n".length();
  private static final byte[] OK = {0, 0, 0, 2, 'O', 'K'};

  /** Far more than the buffers of both sockets hold. */
  private static final long MOST_UNREAD_BYTES = 64L << 20;

  /** So long without room in its socket means: nobody reads at the other end. */
  private static final long STUCK_MILLIS = 1_000;

  private final ExecutorService reader = Executors.newSingleThreadExecutor();

  @AfterEach
  void endReader() {
    reader.shutdownNow();
  }

  @ParameterizedTest(name = "identified: {0}")
  @ValueSource(booleans = {false, true})
  void aProducerThatDoesNotReadIsPausedAndLaterAnsweredInFull(boolean identified) throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start();
        SocketChannel producer = connect(lookupd.tcpPort());
        ProducerConnection other = lookupd.connect()) {
      write(producer, "  V1");
      if (identified) {
        identify(producer);
      }
      long bytes = pingUntilStuck(producer);
      other.must("PING"); // nobody else is held up

      producer.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
      DataInputStream answers = new DataInputStream(new BufferedInputStream(input(producer)));
      int left = Math.floorMod(-bytes, PING_BYTES); // of the PING that was begun
      Future<Void> read = reader.submit(() -> expectAnswers(answers, (bytes + left) / PING_BYTES));
      write(producer, "PING\n".substring(PING_BYTES - left) + "NONSENSE\n");
      read.get();
    }
  }

  private static SocketChannel connect(int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 12);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 17);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return channel;
  }

  private static void identify(SocketChannel producer) throws IOException {
    byte[] body = ProducerIdentity.numbered("unread", 0).toJson().toString().getBytes(US_ASCII);
    write(producer, "IDENTIFY\n");
    writeAll(producer, ByteBuffer.allocate(4).putInt(body.length).flip());
    writeAll(producer, ByteBuffer.wrap(body));
    DataInputStream in = new DataInputStream(input(producer));
    in.readFully(new byte[in.readInt()]);
  }

  /** Sends PINGs until the socket takes no more, in the midst of one perhaps; says how much. */
  private static long pingUntilStuck(SocketChannel producer) throws IOException {
    ByteBuffer many = ByteBuffer.wrap("PING\n".repeat(20_000).getBytes(US_ASCII));
    long bytes = 0;
    producer.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      producer.register(selector, SelectionKey.OP_WRITE);
      while (selector.select(STUCK_MILLIS) > 0) {
        selector.selectedKeys().clear();
        many.position((int) (bytes % PING_BYTES));
        bytes += producer.write(many);
        assertTrue(bytes < MOST_UNREAD_BYTES, "all is read although no answer is");
      }
    }
    producer.configureBlocking(true);
    return bytes;
  }

  private static Void expectAnswers(DataInputStream in, long pings) throws IOException {
    byte[] answer = new byte[OK.length];
    for (long i = 0; i < pings; i++) {
      in.readFully(answer);
      assertArrayEquals(OK, answer);
    }
    byte[] error = new byte[in.readInt()];
    in.readFully(error);
    assertEquals("E_INVALID invalid command NONSENSE", new String(error, US_ASCII));
    assertEquals(-1, in.read());
    return null;
  }

  private static InputStream input(SocketChannel producer) throws IOException {
    return producer.socket().getInputStream();
  }

  private static void write(SocketChannel producer, String text) throws IOException {
    writeAll(producer, ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  private static void writeAll(SocketChannel producer, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      producer.write(bytes);
    }
  }
}
