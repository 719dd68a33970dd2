package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.cluster.ClusterEngine;
import io.github.vertxnsq.lookupd.config.ConfigException;
import io.github.vertxnsq.lookupd.config.ConfigLoader;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.files.FileException;
import io.github.vertxnsq.lookupd.limits.OutOfMemory;
import io.github.vertxnsq.lookupd.limits.PacedTransport;
import io.github.vertxnsq.lookupd.logging.Logs;
import io.github.vertxnsq.lookupd.metrics.VertxMeters;
import io.github.vertxnsq.lookupd.systemd.Supervisor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon as a process: from its settings to its exit code.
 *
 * <p>Exit codes: 0 asked to stop, {@value #CANNOT_START} could not start, {@value
 * #CANNOT_CONFIGURE} could not be configured, {@value OutOfMemory#EXIT_CODE} out of memory, {@value
 * #NO_ROOM} cannot hold what the other members of its cluster hold, {@value #CUT_OFF} is a member
 * of its cluster no more.
 */
final class Program {
  static final int CANNOT_START = 1;
  static final int CANNOT_CONFIGURE = 2;
  static final int NO_ROOM = 4; // 3 is the JVM's own, out of memory
  static final int CUT_OFF = 5;

  private static final String CUT_OFF_REASON = "CLUSTER: %s; a new start is the only way back";

  private static final Logger LOG = LoggerFactory.getLogger(Program.class);

  /** Without the HTTP method: any word is one, and each would be counted for ever. */
  private static final Set<Label> BOUNDED_LABELS =
      EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME, Label.EB_SIDE);

  private static final long MAX_STOP_MILLIS = 4_000;

  /** A start that waits for other members of the cluster may take much longer. */
  private static final long MAX_WAIT_FOR_START_MILLIS = 1_000;

  private final EarlyPort earlyPort;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final VertxMetricsFactory vertxMeters = VertxMeters.factory(meters);
  private final PacedTransport transport = new PacedTransport();
  private final Supervisor supervisor;

  /** Reads the settings; without {@code -cluster} the daemon runs on it too. */
  private final Vertx vertx;

  private final List<String> warnings;
  private final ConfigLoader settings;

  /** What the daemon runs on with {@code -cluster}; else null. */
  private volatile ClusterEngine cluster;

  private volatile Credentials credentials;
  private volatile Lookupd daemon;
  private volatile Future<Void> starting = Future.succeededFuture();
  private volatile Options changedWhileStarting;

  /** Another one than 0 when it is not asked to stop, but cannot go on. */
  private volatile int exitCode;

  /**
   * Prepares the process.
   *
   * @param warnings of the command line, to be logged
   * @param earlyPort where producers wait already
   */
  Program(Map<Setting<?>, String> flags, List<String> warnings, EarlyPort earlyPort) {
    this.earlyPort = earlyPort;
    this.warnings = warnings;
    this.supervisor = Supervisor.of(System.getenv());
    this.vertx = vertx(vertxOptions(), transport, vertxMeters);
    FunctionCounter.builder("nsqlookupd.log.events.lost", this, ignored -> Logs.lost())
        .description("Log events lost to a full queue, or to a stderr that cannot be written")
        .register(meters);
    FunctionCounter.builder("nsqlookupd.audit.lines.lost", this, any -> Logs.lostAuditLines())
        .description("Lines of the audit log that could not be written")
        .register(meters);
    this.settings = new ConfigLoader(vertx, flags, System.getenv(), ConfigLoader.SCAN_PERIOD);
  }

  private static Vertx vertx(
      VertxOptions options, PacedTransport transport, VertxMetricsFactory meters) {
    return Vertx.builder().with(options).withTransport(transport).withMetrics(meters).build();
  }

  private static Vertx vertxOfRehearsal(PrometheusMeterRegistry meters) {
    return vertx(
        vertxOptions().setEventLoopPoolSize(1), new PacedTransport(), VertxMeters.factory(meters));
  }

  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setMetricsOptions(
            new MicrometerMetricsOptions()
                .setEnabled(true)
                .setJvmMetricsEnabled(true)
                .setLabels(BOUNDED_LABELS))
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** Starts everything and returns; the process lives on in the event loops' threads. */
  void run() {
    OutOfMemory.ofThisProcess().watch();
    supervisor.starting();
    Interrupts.heed();
    // Runs on SIGTERM, SIGINT and SIGHUP.
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    starting = settings.onChange(this::reconfigure).load().compose(this::start);
    starting.onFailure(Program::fail);
  }

  private Future<Void> start(Options options) {
    Logs.setPrefix(options.get(Settings.LOG_PREFIX));
    Logs.setLevel(options.get(Settings.LOG_LEVEL));
    warnings.forEach(LOG::warn);
    settings.tellOfSources();
    return Credentials.open(vertx, options, meters, ConfigLoader.SCAN_PERIOD)
        .compose(
            opened -> {
              credentials = opened;
              return options.get(MembershipSettings.CLUSTER)
                  ? joinCluster(options)
                  : Lookupd.start(vertx, options, meters, opened, () -> openEarly(options));
            })
        .onSuccess(
            started -> {
              daemon = started;
              if (changedWhileStarting != null) {
                reconfigure(changedWhileStarting);
              }
              supervisor.ready(
                  "producers on port %d, HTTP on port %d"
                      .formatted(started.tcpPort(), started.httpPort()));
              supervisor.watch(vertx, started::answers);
            })
        .mapEmpty();
  }

  private Future<Lookupd> joinCluster(Options options) {
    return Joining.join(options, credentials, vertxOptions(), vertxMeters)
        .compose(
            joined -> {
              cluster = joined;
              joined.ended().onSuccess(why -> end(CUT_OFF, CUT_OFF_REASON.formatted(why)));
              HeapWatch.ofThisProcess().ifPresent(heap -> heap.onExhausted(this::endForWantOfRoom));
              return Joining.start(
                  joined,
                  options,
                  meters,
                  credentials,
                  () -> awaiting(rehearse().all(), joined.vertx()));
            });
  }

  /** What is still to be opened must not find its port taken by the rehearsal. */
  private Future<Void> openEarly(Options options) {
    Rehearsal rehearsal = rehearse();
    boolean isOnlyPort = !options.get(TlsSettings.TCP_TLS_ADDRESS).isGiven();
    return awaiting(isOnlyPort ? rehearsal.session() : rehearsal.all(), vertx)
        .compose(v -> earlyPort.handOver(vertx, transport, options.get(Settings.TCP_ADDRESS)));
  }

  private static Rehearsal rehearse() {
    return Rehearsal.begin(Program::vertxOfRehearsal);
  }

  private static Future<Void> awaiting(CompletionStage<Void> stage, Vertx waiting) {
    return Future.fromCompletionStage(stage, waiting.getOrCreateContext());
  }

  private void reconfigure(Options changed) {
    Logs.setLevel(changed.get(Settings.LOG_LEVEL));
    Lookupd running = daemon;
    if (running == null) {
      changedWhileStarting = changed;
      return;
    }
    running.reconfigure(changed).onFailure(fault -> LOG.error("settings not changed", fault));
  }

  /** Ends the process, whatever goes wrong meanwhile: there may be no memory for anything else. */
  private void stop() {
    try {
      stopInOrder();
    } finally {
      // The JVM's own code after a signal says that the signal killed it; it did not.
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private void stopInOrder() {
    LOG.info("stopping");
    supervisor.stopping();
    try {
      // Vert.x logs faults when what it still starts is to stop.
      starting
          .timeout(MAX_WAIT_FOR_START_MILLIS, TimeUnit.MILLISECONDS)
          .otherwiseEmpty()
          .compose(ignored -> closeDaemon())
          .eventually(this::leaveCluster)
          .eventually(this::closeFiles)
          .eventually(vertx::close)
          .toCompletionStage()
          .toCompletableFuture()
          .get(MAX_STOP_MILLIS, TimeUnit.MILLISECONDS);
      LOG.info("stopped");
    } catch (ExecutionException | TimeoutException | InterruptedException notInGoodOrder) {
      LOG.warn("stopped, but not in good order: {}", notInGoodOrder.toString());
    }
    Logs.stop();
  }

  private Future<Void> closeDaemon() {
    Lookupd running = daemon;
    return running == null ? Future.succeededFuture() : running.close();
  }

  private Future<Void> leaveCluster() {
    ClusterEngine joined = cluster;
    return joined == null ? Future.succeededFuture() : joined.close();
  }

  private Future<Void> closeFiles() {
    Credentials opened = credentials;
    if (opened != null) {
      opened.close();
    }
    return settings.close();
  }

  /**
   * A member that has not been ready yet ends at once: to stop in good order takes memory, and more
   * comes in meanwhile. One that has been ready holds what the others hold; what fills it then is
   * refused by all of them.
   */
  private void endForWantOfRoom() {
    if (daemon != null) {
      return;
    }
    LOG.error(
        Logs.FATAL,
        "CLUSTER: this daemon's heap of {} MB cannot hold what the other members hold; give it as"
            + " much as they have (-Xmx)",
        Runtime.getRuntime().maxMemory() >> 20);
    exit(NO_ROOM);
  }

  /** Stops as if asked to, but with this exit code, so that a supervisor starts it anew. */
  private void end(int code, String why) {
    LOG.error(Logs.FATAL, why);
    exitCode = code;
    new Thread(() -> System.exit(code), "end").start();
  }

  private static void fail(Throwable cause) {
    if (cause instanceof ConfigException || cause instanceof FileException) {
      System.err.println(cause.getMessage()); // like Go's flag package: no line of the log
      exit(CANNOT_CONFIGURE);
    } else if (cause instanceof StartException) {
      LOG.error(Logs.FATAL, cause.getMessage());
      exit(CANNOT_START);
    } else {
      LOG.error(Logs.FATAL, "could not start", cause);
      exit(CANNOT_START);
    }
  }

  /** Ends at once, without closing anything. Members of a cluster notice that one has ended. */
  private static void exit(int code) {
    Logs.stop();
    Runtime.getRuntime().halt(code);
  }
}
