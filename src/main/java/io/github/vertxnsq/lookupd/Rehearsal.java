package io.github.vertxnsq.lookupd;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.vertxnsq.lookupd.config.ConfigLoader;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.logging.Logs;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of a producer and some lookups that the process has with itself before it answers a
 * producer, so that the first answers are as quick as later ones: the first walk through the code
 * loads hundreds of classes, and an nsqd waits one second for an answer.
 *
 * <p>It takes place in a daemon of its own, which listens on the loopback for as long as it lasts,
 * logs nothing, and shares no state and no metrics with the daemon that is being started. That one
 * has opened its ports by then, so that none of them is taken by the rehearsal. A rehearsal that
 * fails leaves the first answers slow, and nothing else.
 */
final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  /** For each step. Whoever has a twentieth of a processor is better off without the rest. */
  private static final long PATIENCE_MILLIS = 3_000;

  private static final String IDENTITY =
      """
      {"broadcast_address":"rehearsal","tcp_port":1,"http_port":2,"version":"1","hostname":"h"}""";

  private static final List<String> COMMANDS =
      List.of("REGISTER t c\n", "PING\n", "UNREGISTER t c\n", "REGISTER t c\n");

  private static final List<String> LOOKUPS =
      List.of("/ping", "/lookup?topic=t", "/lookup?topic=none", "/nodes", "/topics");

  private static final int MAX_ANSWER_BYTES = 4096;

  private final CompletableFuture<Void> session = new CompletableFuture<>();
  private final CompletableFuture<Void> all = new CompletableFuture<>();

  private Rehearsal() {}

  /**
   * Has one, on threads of its own.
   *
   * @param vertx makes what a daemon runs on
   */
  static Rehearsal begin(Function<PrometheusMeterRegistry, Vertx> vertx) {
    Rehearsal rehearsal = new Rehearsal();
    ThreadGroup threads = new ThreadGroup("rehearsal"); // all that it starts are of its group
    Logs.mute(threads);
    Thread thread =
        new Thread(
            threads,
            () -> {
              try {
                rehearsal.rehearse(vertx);
                Logs.unmute(threads);
              } catch (Exception trouble) {
                Logs.unmute(threads);
                LOG.debug("the first answers will be slow", trouble);
              } finally {
                rehearsal.session.complete(null);
                rehearsal.all.complete(null);
              }
            },
            "rehearsal");
    thread.setDaemon(true);
    thread.start();
    return rehearsal;
  }

  /** Returns when the session is over, however it went; lookups follow. */
  CompletionStage<Void> session() {
    return session;
  }

  /** Returns when it is over and its ports are closed, however it went. */
  CompletionStage<Void> all() {
    return all;
  }

  private void rehearse(Function<PrometheusMeterRegistry, Vertx> maker) throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Vertx vertx = maker.apply(meters);
    try {
      Options options =
          Options.defaults()
              .with(Settings.TCP_ADDRESS, "127.0.0.1:0")
              .with(Settings.HTTP_ADDRESS, "127.0.0.1:0")
              .with(Settings.HTTP_INSTANCES, "1")
              .with(Settings.UI, "false"); // nobody waits for its first page
      Lookupd daemon =
          await(
              Credentials.open(vertx, options, meters, ConfigLoader.SCAN_PERIOD)
                  .compose(nobody -> Lookupd.start(vertx, options, meters, nobody)));
      try (Socket producer = connect(daemon.tcpPort());
          Socket consumer = connect(daemon.httpPort())) {
        produce(producer);
        session.complete(null);
        consume(consumer);
      }
      await(daemon.close());
    } finally {
      await(vertx.close()); // else it would still log when it may be heard again
    }
  }

  private static <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void produce(Socket producer) throws IOException {
    ByteArrayOutputStream identify = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(identify);
    body.writeBytes("  V1IDENTIFY\n");
    body.writeInt(IDENTITY.length());
    body.writeBytes(IDENTITY);
    ask(producer, identify.toByteArray());
    for (String command : COMMANDS) {
      ask(producer, command.getBytes(US_ASCII));
    }
  }

  private static void ask(Socket producer, byte[] command) throws IOException {
    producer.getOutputStream().write(command);
    DataInputStream in = new DataInputStream(producer.getInputStream());
    in.readNBytes(in.readInt());
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE_MILLIS);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE_MILLIS);
    return socket;
  }

  /** Each answer is so small that it comes in one piece. */
  private static void consume(Socket consumer) throws IOException {
    for (String path : LOOKUPS) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      consumer.getOutputStream().write(request.getBytes(US_ASCII));
      if (consumer.getInputStream().read(new byte[MAX_ANSWER_BYTES]) < 0) {
        throw new IOException("no answer to " + path);
      }
    }
  }
}
