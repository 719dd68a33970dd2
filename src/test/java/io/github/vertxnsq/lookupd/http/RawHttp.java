package io.github.vertxnsq.lookupd.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP connection that sends exactly the bytes it is told to, for what {@link HttpProbe} cannot
 * do: broken requests, several at once, bodies cut at will.
 */
public final class RawHttp implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Socket socket;
  private final DataInputStream in;

  private RawHttp(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  public static RawHttp open(int port) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) ANSWER.toMillis());
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) CONNECT.toMillis());
    return new RawHttp(socket);
  }

  /** One over a socket that is connected. */
  public static RawHttp over(Socket socket) throws IOException {
    return new RawHttp(socket);
  }

  /** An answer; header names spelled as they are. */
  public record Answer(int status, Map<String, String> headers, String text) {}

  /** Sends the bytes, each character one, in one segment. */
  public RawHttp send(String latin1) throws IOException {
    socket.getOutputStream().write(latin1.getBytes(ISO_8859_1));
    return this;
  }

  /** Sends a request that has no body. */
  public RawHttp sendRequest(String method, String target) throws IOException {
    return send(method + " " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
  }

  /** The next answer, which must carry its length. */
  public Answer readAnswer() throws IOException {
    return readAnswer(true);
  }

  /** The next answer, which may come in chunks. */
  public Answer readWholeAnswer() throws IOException {
    Answer answer = readAnswer();
    if (!"chunked".equals(answer.headers().get("Transfer-Encoding"))) {
      return answer;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = readSize(); size > 0; size = readSize()) {
      body.write(in.readNBytes(size));
      readLine();
    }
    readLine();
    return new Answer(answer.status(), answer.headers(), body.toString(UTF_8));
  }

  private int readSize() throws IOException {
    return Integer.parseInt(readLine(), 16);
  }

  /** The next answer, which has no body whatever its headers say. */
  public Answer readAnswerToHead() throws IOException {
    return readAnswer(false);
  }

  private Answer readAnswer(boolean hasBody) throws IOException {
    String statusLine = readLine();
    if (!statusLine.startsWith("HTTP/1.")) {
      throw new AssertionError("no answer but " + statusLine);
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      String[] nameAndValue = line.split(": *", 2);
      headers.put(nameAndValue[0], nameAndValue[1]);
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    byte[] body = new byte[hasBody ? length : 0];
    in.readFully(body);
    return new Answer(status, headers, new String(body, UTF_8));
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      if (next == -1) {
        throw new EOFException("the connection ended after: " + line.toString(ISO_8859_1));
      }
      if (next == '\n') {
        return line.toString(ISO_8859_1).stripTrailing();
      }
      line.write(next);
    }
  }

  /** Ends what this side sends; answers can still be read. */
  public RawHttp shutdownOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The daemon must have closed, with nothing more to read. */
  public void expectEndOfStream() throws IOException {
    int next = in.read();
    if (next != -1) {
      throw new AssertionError("no end of stream, but a byte " + next);
    }
  }

  /** The daemon must close soon, whatever else there is to read. */
  public void awaitEndOfStream() throws IOException {
    long beginNanos = System.nanoTime();
    try {
      while (in.read() != -1) {
        if (System.nanoTime() - beginNanos > ANSWER.toNanos()) {
          throw new AssertionError("no end of stream");
        }
      }
    } catch (SocketException reset) {
      // something that was sent was not read
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
