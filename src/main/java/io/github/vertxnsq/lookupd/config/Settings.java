package io.github.vertxnsq.lookupd.config;

import static io.github.vertxnsq.lookupd.config.Setting.Reach.COMMAND_LINE;
import static io.github.vertxnsq.lookupd.config.Setting.Reach.ENVIRONMENT;
import static io.github.vertxnsq.lookupd.config.Setting.Reach.FILE;
import static io.github.vertxnsq.lookupd.config.Setting.Reach.RUNNING_FILE;
import static io.github.vertxnsq.lookupd.config.ValueType.BOOL;
import static io.github.vertxnsq.lookupd.config.ValueType.DNS_NAME;
import static io.github.vertxnsq.lookupd.config.ValueType.DURATION;
import static io.github.vertxnsq.lookupd.config.ValueType.HOST;
import static io.github.vertxnsq.lookupd.config.ValueType.HOST_AND_PORT;
import static io.github.vertxnsq.lookupd.config.ValueType.NAME;
import static io.github.vertxnsq.lookupd.config.ValueType.PEERS;
import static io.github.vertxnsq.lookupd.config.ValueType.POSITIVE_DURATION;
import static io.github.vertxnsq.lookupd.config.ValueType.PUBLIC_ADDRESS;
import static io.github.vertxnsq.lookupd.config.ValueType.SEED_URLS;
import static io.github.vertxnsq.lookupd.config.ValueType.TEXT;
import static io.github.vertxnsq.lookupd.config.ValueType.wholeNumber;

import io.github.vertxnsq.lookupd.logging.LogLevel;
import io.github.vertxnsq.lookupd.logging.Logs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Every setting there is. Flags, keys of the file, environment variables, usage text and defaults
 * all derive from this table.
 */
public final class Settings {
  private static final List<Setting<?>> TABLE = new ArrayList<>();

  /** The file to read settings from; empty for none. */
  public static final Setting<String> CONFIG =
      add("config", TEXT, "", ENVIRONMENT, "path to config file");

  /** Asks for the usage. */
  public static final Setting<Boolean> HELP =
      add("help", BOOL, "false", COMMAND_LINE, "print this text");

  /** Asks for the version. */
  public static final Setting<Boolean> VERSION =
      add("version", BOOL, "false", COMMAND_LINE, "print version string");

  /** Makes an unknown key of the file an error. */
  public static final Setting<Boolean> STRICT_CONFIG =
      add("strict-config", BOOL, "false", ENVIRONMENT, "refuse unknown keys in the config file");

  /** The least level that is logged. */
  public static final Setting<LogLevel> LOG_LEVEL =
      add(
          "log-level",
          ValueType.LOG_LEVEL,
          "info",
          RUNNING_FILE,
          "set log verbosity: debug, info, warn, error, or fatal");

  /** What every line of the log begins with. */
  public static final Setting<String> LOG_PREFIX =
      add("log-prefix", TEXT, Logs.DEFAULT_PREFIX, FILE, "log message prefix");

  /** Accepted for the reference's sake; has no effect. */
  public static final Setting<Boolean> VERBOSE =
      add("verbose", BOOL, "false", FILE, "deprecated in favor of log-level");

  /** Where producers connect. */
  public static final Setting<HostAndPort> TCP_ADDRESS =
      add(
          "tcp-address",
          HOST_AND_PORT,
          "0.0.0.0:4160",
          FILE,
          "<addr>:<port> to listen on for TCP clients");

  /** Where consumers and admins ask. */
  public static final Setting<HostAndPort> HTTP_ADDRESS =
      add(
          "http-address",
          HOST_AND_PORT,
          "0.0.0.0:4161",
          FILE,
          "<addr>:<port> to listen on for HTTP clients");

  /** Under which host nsqd reaches this daemon. */
  public static final Setting<String> BROADCAST_ADDRESS =
      add(
          "broadcast-address",
          HOST,
          HostName.ofThisMachine(),
          FILE,
          "address of this lookupd node, (default to the OS hostname)");

  /** Under which TCP port nsqd reaches this daemon; 0 for the one that is listened on. */
  public static final Setting<Integer> BROADCAST_TCP_PORT =
      add(
          "broadcast-tcp-port",
          wholeNumber(0, HostAndPort.MAX_PORT),
          "0",
          FILE,
          "TCP port told to producers, 0 for the port listened on");

  /** Under which HTTP port nsqd reaches this daemon; 0 for the one that is listened on. */
  public static final Setting<Integer> BROADCAST_HTTP_PORT =
      add(
          "broadcast-http-port",
          wholeNumber(0, HostAndPort.MAX_PORT),
          "0",
          FILE,
          "HTTP port told to producers, 0 for the port listened on");

  /** How long a producer that is not heard stays listed. */
  public static final Setting<Duration> INACTIVE_PRODUCER_TIMEOUT =
      add(
          "inactive-producer-timeout",
          POSITIVE_DURATION,
          "5m0s",
          RUNNING_FILE,
          "duration of time a producer will remain in the active list since its last ping");

  /** How long a tombstone hides a producer from a topic. */
  public static final Setting<Duration> TOMBSTONE_LIFETIME =
      add(
          "tombstone-lifetime",
          DURATION,
          "45s",
          RUNNING_FILE,
          "duration of time a producer will remain tombstoned if registration remains");

  /** The longest command line over TCP, in bytes. */
  public static final Setting<Integer> MAX_LINE_BYTES =
      add(
          "max-line-bytes",
          wholeNumber(256, Integer.MAX_VALUE),
          "1024",
          FILE,
          "bytes a command over TCP may have, a longer one closes its connection");

  /** The largest body of an IDENTIFY, in bytes. */
  public static final Setting<Integer> MAX_IDENTIFY_BYTES =
      add(
          "max-identify-bytes",
          wholeNumber(1024, 16 * 1024 * 1024),
          "65536",
          FILE,
          "bytes the body of an IDENTIFY may have, a larger one closes its connection");

  /** How many answers one TCP connection may leave unread before no more is read from it. */
  public static final Setting<Integer> MAX_PENDING_ANSWERS =
      add(
          "max-pending-answers",
          wholeNumber(1, Integer.MAX_VALUE),
          "1024",
          FILE,
          "answers that may be pending on a TCP connection before it is no longer read from");

  /** How long a TCP connection may take to identify itself. */
  public static final Setting<Duration> IDENTIFY_TIMEOUT =
      add(
          "identify-timeout",
          POSITIVE_DURATION,
          "30s",
          FILE,
          "duration of time a TCP client may take until its IDENTIFY");

  /** How many connections may be open at a time; 0 for what the open-file limit allows. */
  public static final Setting<Integer> MAX_CONNECTIONS =
      add(
          "max-connections",
          wholeNumber(0, Integer.MAX_VALUE),
          "0",
          FILE,
          "connections that may be open at a time, 0 to derive it from the open-file limit");

  /** How many connections may be open over HTTP at a time; 0 for what the limit allows. */
  public static final Setting<Integer> MAX_HTTP_CONNECTIONS =
      add(
          "max-http-connections",
          wholeNumber(0, Integer.MAX_VALUE),
          "0",
          FILE,
          "HTTP connections that may be open at a time, 0 to derive it from the open-file limit");

  /** How many event loops serve HTTP. */
  public static final Setting<Integer> HTTP_INSTANCES =
      add("http-instances", wholeNumber(1, 64), "2", FILE, "event loops that serve HTTP clients");

  /** Running nsqlookupds whose topics and channels to take over at the start. */
  public static final Setting<SeedUrls> SEED_FROM =
      add(
          "seed-from",
          SEED_URLS,
          "",
          FILE,
          "http://<host>:<port>,... of running nsqlookupds, whose topics and channels to take over"
              + " once, at the start");

  /** Whether this daemon is one of a cluster. */
  public static final Setting<Boolean> CLUSTER =
      add("cluster", BOOL, "false", FILE, "share what is registered with other nsqlookupds");

  /** Where the other members of the cluster connect. */
  public static final Setting<HostAndPort> CLUSTER_ADDRESS =
      add(
          "cluster-address",
          HOST_AND_PORT,
          "0.0.0.0:4162",
          FILE,
          "<addr>:<port> to listen on for other members of the cluster");

  /** Where the other members send messages; without a host, on that of the cluster's address. */
  public static final Setting<HostAndPort> CLUSTER_BUS_ADDRESS =
      add(
          "cluster-bus-address",
          HOST_AND_PORT,
          ":4163",
          FILE,
          "<addr>:<port> to listen on for messages of other members, without <addr> as"
              + " cluster-address");

  /** What the other members are told to connect to; an empty host for what is listened on. */
  public static final Setting<HostAndPort> CLUSTER_PUBLIC_ADDRESS =
      add(
          "cluster-public-address",
          PUBLIC_ADDRESS,
          "",
          FILE,
          "<host> or <host>:<port> that other members connect to, where it is not"
              + " cluster-address");

  /** Members to look for. */
  public static final Setting<Peers> CLUSTER_PEERS =
      add(
          "cluster-peers",
          PEERS,
          "",
          FILE,
          "<host>:<port>,... of other members, any of which may be down");

  /** A name under which DNS has the addresses of all members; empty for none. */
  public static final Setting<String> CLUSTER_DNS =
      add(
          "cluster-dns",
          DNS_NAME,
          "",
          FILE,
          "name under which DNS has the addresses of all members, as of a headless service");

  /** What tells this cluster from others. */
  public static final Setting<String> CLUSTER_NAME =
      add("cluster-name", NAME, "nsqlookupd", FILE, "name that members of one cluster share");

  /** How long a member that starts looks for others. */
  public static final Setting<Duration> CLUSTER_JOIN_TIMEOUT =
      add(
          "cluster-join-timeout",
          POSITIVE_DURATION,
          "10s",
          FILE,
          "duration of time to look for other members, before it is believed that there are none");

  private Settings() {}

  /**
   * Lists the table.
   *
   * @return every setting, in the order of this class
   */
  public static List<Setting<?>> all() {
    return Collections.unmodifiableList(TABLE);
  }

  private static <T> Setting<T> add(
      String flag, ValueType<T> type, String defaultText, Setting.Reach reach, String description) {
    Setting<T> setting = new Setting<>(flag, type, defaultText, reach, description);
    TABLE.add(setting);
    return setting;
  }
}
