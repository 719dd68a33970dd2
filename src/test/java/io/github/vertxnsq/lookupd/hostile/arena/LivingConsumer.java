package io.github.vertxnsq.lookupd.hostile.arena;

import io.github.vertxnsq.lookupd.http.RawHttp;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Looks the living producer up: over the connection that it keeps, and every second time over a new
 * one, of which every second is one of TLS. The producer must be found each time.
 */
final class LivingConsumer extends Observer {
  private static final String TARGET = "/lookup?topic=" + LivingProducer.TOPIC;
  private static final String FOUND =
      "\"broadcast_address\":\"" + LivingProducer.IDENTITY.broadcastAddress() + '"';

  private final int httpPort;
  private final int httpsPort;
  private final SSLContext tls;
  private RawHttp kept;

  LivingConsumer(int httpPort, int httpsPort, SSLContext tls) throws IOException {
    this.httpPort = httpPort;
    this.httpsPort = httpsPort;
    this.tls = tls;
    this.kept = RawHttp.over(connect(httpPort));
  }

  @Override
  void look(int number) throws Exception {
    if (number % 4 == 1) {
      await(() -> lookUpOverNewOne(false));
    } else if (number % 4 == 3) {
      await(() -> lookUpOverNewOne(true));
    } else {
      lookUpOverKept();
    }
  }

  private void lookUpOverNewOne(boolean overTls) throws IOException {
    try (RawHttp fresh = overTls ? overTls() : RawHttp.over(connect(httpPort))) {
      lookUp(fresh);
    } catch (IOException e) {
      throw new IOException((overTls ? "a new connection of TLS: " : "a new connection: ") + e, e);
    }
  }

  private RawHttp overTls() throws IOException {
    SSLSocket socket =
        (SSLSocket)
            tls.getSocketFactory().createSocket(connect(httpsPort), "localhost", httpsPort, true);
    socket.startHandshake();
    return RawHttp.over(socket);
  }

  private void lookUpOverKept() throws Exception {
    try {
      await(() -> lookUp(kept));
    } catch (IOException lost) {
      note("the consumer's connection: " + lost);
      kept.close();
      kept = RawHttp.over(connect(httpPort));
    }
  }

  private static void lookUp(RawHttp http) throws IOException {
    RawHttp.Answer answer = http.sendRequest("GET", TARGET).readAnswer();
    if (answer.status() != 200 || !answer.text().contains(FOUND)) {
      throw new AssertionError("the producer was not found: " + answer.status() + answer.text());
    }
  }

  @Override
  void leave() throws IOException {
    kept.close();
  }
}
