package io.github.vertxnsq.lookupd.config;

import io.netty.util.NetUtil;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What nsqd is told to ask over HTTP. The reference takes any text, and so may its users' scripts;
 * but nsqd puts the HTTP port behind it, and finds nobody there if it was no host.
 */
final class BroadcastAddress {
  /**
   * {@code $(POD_IP)}, <code>${HOST}</code>, {@code $HOST}, {@code %HOST%}, {@code {{ip}}}, {@code
   * <ip>}.
   */
  private static final Pattern UNFILLED = Pattern.compile(".*([$%{}<>]).*");

  private static final Pattern WITH_PORT = Pattern.compile("(?:[^:\\[\\]]*|\\[[^\\]]*\\]):[0-9]*");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");

  private BroadcastAddress() {}

  /** Says what is wrong with an address, if anything is. */
  static Optional<String> doubt(String address) {
    boolean isHost =
        NAME.matcher(address).matches()
            || (NetUtil.isValidIpV6Address(address) && !address.startsWith("["));
    if (isHost && !new HostAndPort(address, 0).isEveryAddress()) {
      return Optional.empty();
    }
    return Optional.of(
        "\"" + address + "\" " + trouble(address) + ": no nsqd will find this daemon there");
  }

  private static String trouble(String address) {
    if (new HostAndPort(address, 0).isEveryAddress()) {
      return "is where to listen, and no address of a host";
    }
    if (WITH_PORT.matcher(address).matches()) {
      return "has a port, which belongs into broadcast-tcp-port or broadcast-http-port";
    }
    return UNFILLED.matcher(address).matches()
        ? "has a place in it that nobody filled in"
        : "is neither a name nor an address of a host";
  }
}
