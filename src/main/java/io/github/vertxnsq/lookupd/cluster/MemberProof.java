package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.nio.MemberSocketInterceptor;
import io.github.vertxnsq.lookupd.tls.Certificates;
import io.github.vertxnsq.lookupd.tls.Identity;
import io.github.vertxnsq.lookupd.tls.Protocols;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Has both ends of each connection to the engine's port prove by their certificates that they are
 * members, before the engine reads the first byte. The open edition of the engine cannot speak TLS,
 * but it lets others talk over a socket first: here that is a whole TLS handshake, and one byte in
 * each direction. The engine then goes on over the same socket, in the clear.
 */
final class MemberProof implements MemberSocketInterceptor {
  /** How long a handshake may take in all; {@link Strangers} see to that for those accepted. */
  private static final long MAX_MILLIS = Strangers.PATIENCE.toMillis();

  private static final int HEADER_BYTES = 5;

  /** RFC 8446 allows 256 bytes more than the text, RFC 5246 allows 2,048. */
  private static final int MAX_RECORD_BYTES = (1 << 14) + 2048;

  private final Certificates certificates;
  private SSLContext context; // guarded by this, as is the next one
  private Identity contextIdentity;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "member-proof");
            thread.setDaemon(true);
            return thread;
          });

  MemberProof(Certificates certificates) {
    this.certificates = certificates;
  }

  @Override
  public void init(Properties none) {
    // Nothing is configured this way.
  }

  /**
   * Shows this daemon's certificate, and looks at the other's.
   *
   * @throws SSLException if one of both is not accepted
   * @throws SocketTimeoutException if the other does not answer
   */
  @Override
  public void onConnect(Socket socket) throws IOException {
    AtomicBoolean isLate = new AtomicBoolean();
    ScheduledFuture<?> tooLate =
        clock.schedule(
            () -> {
              isLate.set(true);
              closeQuietly(socket);
            },
            MAX_MILLIS,
            TimeUnit.MILLISECONDS);
    try {
      prove(socket, true);
    } catch (IOException fault) {
      if (isLate.get()) {
        throw (IOException) new SocketTimeoutException("no answer in time").initCause(fault);
      }
      throw fault;
    } finally {
      tooLate.cancel(false);
    }
  }

  @Override
  public void onAccept(Socket socket) throws IOException {
    prove(socket, false);
  }

  private void prove(Socket socket, boolean isClient) throws IOException {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(isClient);
    engine.setNeedClientAuth(!isClient);
    engine.setEnabledProtocols(Protocols.ENABLED.toArray(String[]::new));
    Talk talk = new Talk(engine, socket.getInputStream(), socket.getOutputStream());
    engine.beginHandshake();
    talk.shakeHands();
    // A client's handshake ends before the server has looked at its certificate.
    if (isClient) {
      talk.say();
      talk.hear();
    } else {
      talk.hear();
      talk.say();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException closedAnyway) {
      return;
    }
  }

  /** Made anew when the certificate is: to make one takes milliseconds, and anybody may connect. */
  private synchronized SSLContext context() throws IOException {
    Identity identity = certificates.current();
    if (!identity.equals(contextIdentity)) {
      context = contextOf(identity);
      contextIdentity = identity;
    }
    return context;
  }

  private static SSLContext contextOf(Identity identity) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity.keyCert().getKeyManagerFactory(null).getKeyManagers(),
          identity.trust().orElseThrow().getTrustManagerFactory(null).getTrustManagers(),
          null);
      return context;
    } catch (Exception e) { // as declared by Vert.x
      throw new IOException("the certificate cannot be used", e);
    }
  }

  /** TLS over streams, record by record, so that nothing is read that is for the engine. */
  private static final class Talk {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final DataInputStream in;
    private final OutputStream out;
    private final ByteBuffer text;
    private final ByteBuffer record;

    Talk(SSLEngine engine, InputStream in, OutputStream out) {
      this.engine = engine;
      this.in = new DataInputStream(in);
      this.out = out;
      this.text = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
      this.record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    void shakeHands() throws IOException {
      while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
        step();
      }
    }

    private void step() throws IOException {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> write(NOTHING);
        default -> read();
      }
    }

    void say() throws IOException {
      write(ByteBuffer.allocate(1));
    }

    void hear() throws IOException {
      while (text.position() == 0) {
        read(); // a server's tickets may come before
        shakeHands();
      }
    }

    private void write(ByteBuffer what) throws IOException {
      record.clear();
      engine.wrap(what, record);
      out.write(record.array(), 0, record.position());
      out.flush();
    }

    private void read() throws IOException {
      byte[] header = new byte[HEADER_BYTES];
      in.readFully(header);
      int length = ByteBuffer.wrap(header).getShort(HEADER_BYTES - Short.BYTES) & 0xffff;
      if (length > MAX_RECORD_BYTES) {
        throw new IOException("not TLS");
      }
      ByteBuffer whole = ByteBuffer.allocate(HEADER_BYTES + length).put(header);
      in.readFully(whole.array(), HEADER_BYTES, length);
      engine.unwrap(whole.rewind(), text);
      if (engine.isInboundDone()) {
        throw new SSLException("refused");
      }
    }
  }
}
