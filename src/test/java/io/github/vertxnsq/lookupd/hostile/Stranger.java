package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A connection that keeps to no protocol. */
final class Stranger implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 10_000;
  private static final int FEW_BYTES = 2_048;

  private final Socket socket = new Socket();

  private Stranger() {}

  static Stranger connect(int port) throws IOException {
    return new Stranger().to(port);
  }

  /** One for whom the system keeps little, so that what it does not read stays with the daemon. */
  static Stranger connectDeaf(int port) throws IOException {
    Stranger stranger = new Stranger();
    stranger.socket.setReceiveBufferSize(FEW_BYTES);
    return stranger.to(port);
  }

  private Stranger to(int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
    return this;
  }

  Stranger send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Each character is one byte. */
  Stranger send(String latin1) throws IOException {
    return send(latin1.getBytes(ISO_8859_1));
  }

  /** Sends as much as the daemon takes before it closes. */
  Stranger sendWhatIsTaken(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException closed) {
      // It need not hear us out.
    }
    return this;
  }

  Stranger shutdownOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** One answer's head and first bytes, whatever comes first; empty at the end. */
  String readSome() throws IOException {
    byte[] some = new byte[1 << 16];
    int count = socket.getInputStream().read(some);
    return count < 0 ? "" : new String(some, 0, count, ISO_8859_1);
  }

  /** Just one byte; none at the end. */
  void readByte() throws IOException {
    socket.getInputStream().read();
  }

  /** All that comes until the daemon closes, with a reset or without; fails if it does not. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      byte[] some = new byte[1 << 16];
      for (int count = in.read(some); count >= 0; count = in.read(some)) {
        all.write(some, 0, count);
      }
    } catch (SocketTimeoutException stillOpen) {
      throw new AssertionError("not closed, after " + all.toString(ISO_8859_1), stillOpen);
    } catch (IOException reset) {
      // An end as well.
    }
    return all.toString(ISO_8859_1);
  }

  /** How much comes until the daemon closes, which must be these bytes in the end. */
  long countToEnd(String last) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] some = new byte[1 << 16];
    String tail = "";
    long total = 0;
    for (int count = in.read(some); count >= 0; count = in.read(some)) {
      total += count;
      tail += new String(some, Math.max(0, count - 64), Math.min(64, count), ISO_8859_1);
      tail = tail.substring(Math.max(0, tail.length() - 64));
    }
    if (!tail.endsWith(last)) {
      throw new AssertionError("cut short after " + total + " bytes: " + tail);
    }
    return total;
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
