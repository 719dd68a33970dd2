package io.github.vertxnsq.lookupd.config;

import static io.github.vertxnsq.lookupd.config.Setting.Reach.COMMAND_LINE;
import static io.github.vertxnsq.lookupd.config.Setting.Reach.ENVIRONMENT;
import static io.github.vertxnsq.lookupd.config.Setting.Reach.FILE;
import static io.github.vertxnsq.lookupd.config.Setting.Reach.RUNNING_FILE;
import static io.github.vertxnsq.lookupd.config.ValueType.BOOL;
import static io.github.vertxnsq.lookupd.config.ValueType.DURATION;
import static io.github.vertxnsq.lookupd.config.ValueType.HOST;
import static io.github.vertxnsq.lookupd.config.ValueType.HOST_AND_PORT;
import static io.github.vertxnsq.lookupd.config.ValueType.IGNORED;
import static io.github.vertxnsq.lookupd.config.ValueType.OPTIONAL_ADDRESS;
import static io.github.vertxnsq.lookupd.config.ValueType.PATH;
import static io.github.vertxnsq.lookupd.config.ValueType.POSITIVE_DURATION;
import static io.github.vertxnsq.lookupd.config.ValueType.SEED_URLS;
import static io.github.vertxnsq.lookupd.config.ValueType.TEXT;
import static io.github.vertxnsq.lookupd.config.ValueType.wholeNumber;

import io.github.vertxnsq.lookupd.logging.LogLevel;
import io.github.vertxnsq.lookupd.logging.Logs;
import java.time.Duration;
import java.util.List;

/**
 * Where to listen, what to be called, how long to wait: the reference's settings and others of that
 * kind. Lists those of all classes.
 */
public final class Settings {
  private static final SettingsTable TABLE = new SettingsTable();

  /** The file to read settings from; empty for none. */
  public static final Setting<String> CONFIG =
      TABLE.add("config", PATH, "", ENVIRONMENT, "path to config file");

  /** Asks for the usage. */
  public static final Setting<Boolean> HELP =
      TABLE.add("help", BOOL, "false", COMMAND_LINE, "print this text");

  /** Asks for the version. */
  public static final Setting<Boolean> VERSION =
      TABLE.add("version", BOOL, "false", COMMAND_LINE, "print version string");

  /** Asks how a running daemon is. */
  public static final Setting<Healthcheck> HEALTHCHECK =
      TABLE.add(
          "healthcheck",
          Healthcheck.TYPE,
          "false",
          COMMAND_LINE,
          "ask /ping of the daemon with the same settings, or -healthcheck=<url>, and exit with 0"
              + " or 1");

  /** Makes an unknown key of the file an error. */
  public static final Setting<Boolean> STRICT_CONFIG =
      TABLE.add(
          "strict-config", BOOL, "false", ENVIRONMENT, "refuse unknown keys in the config file");

  /** The least level that is logged. */
  public static final Setting<LogLevel> LOG_LEVEL =
      TABLE.add(
          "log-level",
          ValueType.LOG_LEVEL,
          "info",
          RUNNING_FILE,
          "set log verbosity: debug, info, warn, error, or fatal");

  /** What every line of the log begins with. */
  public static final Setting<String> LOG_PREFIX =
      TABLE.add("log-prefix", TEXT, Logs.DEFAULT_PREFIX, FILE, "log message prefix");

  /** Accepted for the reference's sake, whatever its value is; has no effect. */
  public static final Setting<Boolean> VERBOSE =
      TABLE.add("verbose", IGNORED, "false", FILE, "deprecated in favor of log-level");

  /** Where producers connect. */
  public static final Setting<HostAndPort> TCP_ADDRESS =
      TABLE.add(
          "tcp-address",
          HOST_AND_PORT,
          "0.0.0.0:4160",
          FILE,
          "<addr>:<port> to listen on for TCP clients");

  /** Where consumers and admins ask. */
  public static final Setting<HostAndPort> HTTP_ADDRESS =
      TABLE.add(
          "http-address",
          HOST_AND_PORT,
          "0.0.0.0:4161",
          FILE,
          "<addr>:<port> to listen on for HTTP clients");

  /** Where health and metrics are asked for, whatever happens at the other ports; or nowhere. */
  public static final Setting<OptionalAddress> HEALTH_ADDRESS =
      TABLE.add(
          "health-address",
          OPTIONAL_ADDRESS,
          "",
          FILE,
          "<addr>:<port> to listen on for health checks and metrics only");

  /** Under which host nsqd reaches this daemon. */
  public static final Setting<String> BROADCAST_ADDRESS =
      TABLE.add(
          "broadcast-address",
          HOST,
          HostName.ofThisMachine(),
          FILE,
          "address of this lookupd node, (default to the OS hostname)");

  /** Under which TCP port nsqd reaches this daemon; 0 for the one that is listened on. */
  public static final Setting<Integer> BROADCAST_TCP_PORT =
      TABLE.add(
          "broadcast-tcp-port",
          wholeNumber(0, HostAndPort.MAX_PORT),
          "0",
          FILE,
          "TCP port told to producers, 0 for the port listened on");

  /** Under which HTTP port nsqd reaches this daemon; 0 for the one that is listened on. */
  public static final Setting<Integer> BROADCAST_HTTP_PORT =
      TABLE.add(
          "broadcast-http-port",
          wholeNumber(0, HostAndPort.MAX_PORT),
          "0",
          FILE,
          "HTTP port told to producers, 0 for the port listened on");

  /** How long a producer that is not heard stays listed. */
  public static final Setting<Duration> INACTIVE_PRODUCER_TIMEOUT =
      TABLE.add(
          "inactive-producer-timeout",
          POSITIVE_DURATION,
          "5m0s",
          RUNNING_FILE,
          "duration of time a producer will remain in the active list since its last ping");

  /** How long a tombstone hides a producer from a topic. */
  public static final Setting<Duration> TOMBSTONE_LIFETIME =
      TABLE.add(
          "tombstone-lifetime",
          DURATION,
          "45s",
          RUNNING_FILE,
          "duration of time a producer will remain tombstoned if registration remains");

  /** How many event loops serve HTTP. */
  public static final Setting<Integer> HTTP_INSTANCES =
      TABLE.add(
          "http-instances", wholeNumber(1, 64), "2", FILE, "event loops that serve HTTP clients");

  /** Whether the web console is served. */
  public static final Setting<Boolean> UI =
      TABLE.add("ui", BOOL, "true", FILE, "serve the web console at /ui/");

  /** Running nsqlookupds whose topics and channels to take over at the start. */
  public static final Setting<SeedUrls> SEED_FROM =
      TABLE.add(
          "seed-from",
          SEED_URLS,
          "",
          FILE,
          "http://<host>:<port>,... of running nsqlookupds, whose topics and channels to take over"
              + " once, at the start");

  /** The folder in which to keep what is known, for the next start; empty for none. */
  public static final Setting<String> DATA_PATH =
      TABLE.add(
          "data-path",
          PATH,
          "",
          FILE,
          "path of a folder to keep what is registered in, for the next start");

  private static final List<Setting<?>> ALL =
      SettingsTable.join(
          TABLE,
          TlsSettings.TABLE,
          AuthSettings.TABLE,
          LimitSettings.TABLE,
          MembershipSettings.TABLE);

  private Settings() {}

  /**
   * Lists every setting.
   *
   * @return those of this class, then those of the other classes of settings
   */
  public static List<Setting<?>> all() {
    return ALL;
  }
}
