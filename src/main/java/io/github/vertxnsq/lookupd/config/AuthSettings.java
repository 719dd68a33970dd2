package io.github.vertxnsq.lookupd.config;

import static io.github.vertxnsq.lookupd.config.Setting.Reach.COMMAND_LINE;
import static io.github.vertxnsq.lookupd.config.Setting.Reach.FILE;
import static io.github.vertxnsq.lookupd.config.ValueType.BOOL;
import static io.github.vertxnsq.lookupd.config.ValueType.NETWORKS;
import static io.github.vertxnsq.lookupd.config.ValueType.NEW_TOKEN;
import static io.github.vertxnsq.lookupd.config.ValueType.PATH;

import java.util.Optional;

/** Who may do what. */
public final class AuthSettings {
  static final SettingsTable TABLE = new SettingsTable();

  /** Asks for a new token, {@code role:name}; empty to run the daemon. */
  public static final Setting<String> AUTH_NEW_TOKEN =
      TABLE.add(
          "auth-new-token",
          NEW_TOKEN,
          "",
          COMMAND_LINE,
          "make a token for <role>:<name>, print its line of auth-token-file and exit");

  /** The file that says which tokens there are; empty for none. */
  public static final Setting<String> AUTH_TOKEN_FILE =
      TABLE.add(
          "auth-token-file",
          PATH,
          "",
          FILE,
          "path to the tokens of those who may change something, lines of: role name sha256");

  /** Addresses from which everything may be changed. */
  public static final Setting<Networks> AUTH_ADMIN_CIDR =
      TABLE.add(
          "auth-admin-cidr",
          NETWORKS,
          "",
          FILE,
          "<addr>/<bits>,... from which everything may be changed without a token");

  /** Whether reading needs a token as well. */
  public static final Setting<Boolean> AUTH_READS =
      TABLE.add(
          "auth-reads",
          BOOL,
          "false",
          FILE,
          "lookups and other reads need a token too; nsqd and nsqadmin send none");

  /** Whether metrics need a token as well. */
  public static final Setting<Boolean> AUTH_METRICS =
      TABLE.add("auth-metrics", BOOL, "false", FILE, "reading /metrics needs a token too");

  /** Under which names clients reach the daemon over HTTP; empty for any. */
  public static final Setting<HostNames> HTTP_HOSTS =
      TABLE.add(
          "http-hosts",
          HostNames.TYPE,
          "",
          FILE,
          "<name>,... of hosts under which clients reach the daemon over HTTP, others are refused");

  private AuthSettings() {}

  /** Says what of these contradicts the rest, if anything does. */
  static Optional<Contradiction> contradiction(Options options) {
    String nobody = "needs auth-token-file or auth-admin-cidr: nobody could";
    boolean hasSomebody =
        !options.get(AUTH_TOKEN_FILE).isEmpty()
            || !options.get(AUTH_ADMIN_CIDR).networks().isEmpty();
    return Contradiction.first(
        Contradiction.when(options.get(AUTH_READS) && !hasSomebody, AUTH_READS, nobody),
        Contradiction.when(options.get(AUTH_METRICS) && !hasSomebody, AUTH_METRICS, nobody));
  }
}
