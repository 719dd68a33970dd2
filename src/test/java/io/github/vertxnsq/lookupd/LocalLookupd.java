package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.logging.LogLevel;
import io.github.vertxnsq.lookupd.logging.Logs;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A daemon in the JVM of the tests, on free ports of the loopback, for tests of one node. */
public final class LocalLookupd implements AutoCloseable {
  private static final long MAX_WAIT_SECONDS = 30;

  /** Of certificates and tokens: short, since tests wait for it. */
  private static final Duration SCAN_PERIOD = Duration.ofMillis(50);

  private final Vertx vertx;
  private final Credentials credentials;
  private final Lookupd daemon;
  private boolean stopped;

  private LocalLookupd(Vertx vertx, Credentials credentials, Lookupd daemon) {
    this.vertx = vertx;
    this.credentials = credentials;
    this.daemon = daemon;
  }

  /** A daemon with the default settings. */
  public static LocalLookupd start() {
    return start(onLoopback());
  }

  /** A daemon of which one setting is not the default. */
  public static LocalLookupd start(Setting<?> setting, String text) {
    return start(onLoopback().with(setting, text));
  }

  /** A daemon with these settings, best made from {@link #onLoopback()}. */
  public static LocalLookupd start(Options options) {
    // Each registration is worth a line to an operator; a test makes thousands of them.
    Logs.setLevel(LogLevel.FATAL);
    Vertx vertx = Vertx.vertx();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Credentials credentials = await(Credentials.open(vertx, options, meters, SCAN_PERIOD));
    return new LocalLookupd(
        vertx, credentials, await(Lookupd.start(vertx, options, meters, credentials)));
  }

  /** The default settings, but for addresses: those are free ports of the loopback. */
  public static Options onLoopback() {
    return Options.defaults()
        .with(Settings.TCP_ADDRESS, "127.0.0.1:0")
        .with(Settings.HTTP_ADDRESS, "127.0.0.1:0")
        .with(Settings.BROADCAST_ADDRESS, "127.0.0.1");
  }

  /** The port producers connect to. */
  public int tcpPort() {
    return daemon.tcpPort();
  }

  /** The port consumers ask. */
  public int httpPort() {
    return daemon.httpPort();
  }

  /** The port consumers ask over TLS, where there is one. */
  public int httpsPort() {
    return daemon.httpsPort();
  }

  /** The port of health and metrics, where there is one. */
  public int healthPort() {
    return daemon.healthPort();
  }

  /** The port producers connect to over TLS, where there is one. */
  public int tcpTlsPort() {
    return daemon.tcpTlsPort();
  }

  /** A producer's connection that has sent the magic. */
  public ProducerConnection connect() throws IOException {
    return ProducerConnection.open(tcpPort());
  }

  public HttpProbe http() {
    return new HttpProbe(httpPort());
  }

  /** Ends the daemon as SIGTERM does; has no effect when it was ended before. */
  public void stop() {
    if (!stopped) {
      stopped = true;
      await(daemon.close());
    }
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      credentials.close();
      await(vertx.close());
      Logs.setLevel(LogLevel.INFO); // what it is for the tests that come after
    }
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not within " + MAX_WAIT_SECONDS + " s", e);
    }
  }
}
