package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An nsqd's connection to nsqlookupd, for tests: a plain blocking socket that sends exactly the
 * bytes it is told to, in one segment a call, and gives every answer a deadline.
 */
public final class ProducerConnection implements AutoCloseable {
  private static final String MAGIC = "  V1";
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration OPEN = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  // Far above any answer there is: what is larger is no size but bytes out of step.
  private static final int LONGEST_ANSWER = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private ProducerConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = socket.getOutputStream();
  }

  /** A connection that has sent the magic. */
  public static ProducerConnection open(int port) throws IOException {
    return openWith(MAGIC, port);
  }

  /** One to a port that is going to be open within half a minute. */
  public static ProducerConnection await(int port) throws Exception {
    AtomicReference<ProducerConnection> opened = new AtomicReference<>();
    Eventually.holds(
        "an open port " + port,
        OPEN,
        () -> {
          try {
            opened.set(open(port));
            return true;
          } catch (ConnectException refused) {
            return false;
          }
        });
    return opened.get();
  }

  /** One over a socket that is connected; it has sent the magic. */
  public static ProducerConnection over(Socket socket) throws IOException {
    return new ProducerConnection(socket).send(MAGIC);
  }

  /** A connection that has sent these first bytes. */
  public static ProducerConnection openWith(String firstBytes, int port) throws IOException {
    return open(LOOPBACK, firstBytes, port);
  }

  /** A connection from another address of this machine, {@code 127.x.x.x}, that sent the magic. */
  public static ProducerConnection openFrom(String address, int port) throws IOException {
    return open(address, MAGIC, port);
  }

  private static ProducerConnection open(String from, String firstBytes, int port)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(from, 0));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) ANSWER.toMillis());
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) CONNECT.toMillis());
      return new ProducerConnection(socket).send(firstBytes);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  public ProducerConnection send(byte[] bytes) throws IOException {
    out.write(bytes);
    return this;
  }

  /** Each character is one byte, as in the recordings. */
  public ProducerConnection send(String latin1) throws IOException {
    return send(latin1.getBytes(ISO_8859_1));
  }

  /** Sends {@code line} and its end. */
  public ProducerConnection sendCommand(String line) throws IOException {
    return send(line + "\n");
  }

  /** Sends IDENTIFY with this body behind its size. */
  public ProducerConnection sendIdentify(byte[] body) throws IOException {
    byte[] line = "IDENTIFY\n".getBytes(ISO_8859_1);
    return send(
        ByteBuffer.allocate(line.length + Integer.BYTES + body.length)
            .put(line)
            .putInt(body.length)
            .put(body)
            .array());
  }

  /** Identifies and returns what the daemon says of itself; anything but that is a failure. */
  public JsonNode identify(ProducerIdentity identity) throws IOException {
    sendIdentify(identity.toJson().toString().getBytes(UTF_8));
    String answer = readAnswer();
    if (!answer.startsWith("{")) {
      throw new AssertionError("IDENTIFY was answered with " + answer);
    }
    return JSON.readTree(answer);
  }

  /** Sends a command and returns its answer. */
  public String ask(String line) throws IOException {
    return sendCommand(line).readAnswer();
  }

  /** Sends a command that must be answered with OK. */
  public ProducerConnection must(String line) throws IOException {
    String answer = ask(line);
    if (!answer.equals("OK")) {
      throw new AssertionError(line + " was answered with " + answer);
    }
    return this;
  }

  /** The next answer, without its size. */
  public String readAnswer() throws IOException {
    int size = in.readInt();
    if (size < 0 || size > LONGEST_ANSWER) {
      throw new AssertionError("an answer of " + size + " bytes was announced");
    }
    byte[] answer = new byte[size];
    in.readFully(answer);
    return new String(answer, UTF_8);
  }

  /** The next bytes, as they are. */
  public byte[] readBytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return bytes;
  }

  /** The daemon must have closed in good order, with nothing more to read; a reset is not that. */
  public void expectEndOfStream() throws IOException {
    int next = in.read();
    if (next != -1) {
      throw new AssertionError("no end of stream, but a byte " + next);
    }
  }

  /** Ends what this side sends; the daemon's answers can still be read. */
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the connection with a reset, as a crashed host's network does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** By which the daemon knows this connection: {@code 127.0.0.1:localPort()}. */
  public int localPort() {
    return socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
