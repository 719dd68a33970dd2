package io.github.vertxnsq.lookupd.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Connections over TLS to the loopback, which give every answer a deadline. */
public final class TlsSockets {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private TlsSockets() {}

  /** One whose handshake is done, with one of these versions of TLS or any. */
  public static SSLSocket connect(SSLContext client, int port, String... versions)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) ANSWER.toMillis());
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) CONNECT.toMillis());
      SSLSocket tls =
          (SSLSocket) client.getSocketFactory().createSocket(socket, "localhost", port, true);
      if (versions.length > 0) {
        tls.setEnabledProtocols(versions);
      }
      tls.startHandshake();
      return tls;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** By which certificate a server proves itself. */
  public static BigInteger serial(SSLContext client, int port) throws IOException {
    try (SSLSocket socket = connect(client, port)) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }
}
