package io.github.vertxnsq.lookupd.config;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on, in Go's forms: {@code 0.0.0.0:4160}, {@code localhost:4160}, {@code
 * [::1]:4160}, {@code [fe80::1%eth0]:4160}, and {@code :4160} for every address of the machine. The
 * port may be a service's name, {@code :http}; without one, {@code 0.0.0.0:}, it is any.
 *
 * @param host a name or an address, an IPv6 address without its brackets; empty for every address
 * @param port 0 to 65535; 0 lets the system choose
 */
public record HostAndPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:\\[([0-9a-fA-F:.]+(?:%[^\\s\\]]+)?)\\]|([^\\s:=\\[\\]]*)):([^\\s:\\[\\]]*)");

  /** The highest port there is. */
  static final int MAX_PORT = GoPort.MAX;

  /**
   * Reads an address.
   *
   * @param text one of the forms above
   * @return the address, or empty for any other text
   */
  public static Optional<HostAndPort> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    String host = form.group(1) != null ? form.group(1) : form.group(2);
    return GoPort.parse(form.group(3)).map(port -> new HostAndPort(host, port));
  }

  /**
   * Tells which address to bind.
   *
   * @return the host, or {@code 0.0.0.0} for every address: the JDK binds that to IPv6 as well,
   *     where there is any
   */
  public String bindHost() {
    return host.isEmpty() ? "0.0.0.0" : host;
  }

  /**
   * Returns what Go calls the address that is open: every address is {@code [::]}, also where
   * {@code 0.0.0.0} was asked for.
   *
   * @param opened the port, which the system may have chosen
   */
  public HostAndPort opened(int opened) {
    return new HostAndPort(isEveryAddress() ? "::" : host, opened);
  }

  /** Tells whether it is every address of the machine: {@code :4160}, {@code 0.0.0.0:4160}. */
  public boolean isEveryAddress() {
    return host.isEmpty() || literal(host).filter(InetAddress::isAnyLocalAddress).isPresent();
  }

  /** Never asks a resolver. */
  static Optional<InetAddress> literal(String host) {
    return NetUtil.isValidIpV4Address(host)
            || (NetUtil.isValidIpV6Address(host) && !host.contains("%"))
        ? Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(host))
        : Optional.empty();
  }

  /** Tells whether it is an address of one interface: {@code fe80::1%eth0}. */
  public boolean hasZone() {
    return host.contains("%");
  }

  /** Returns what Vert.x binds. It would look up an address with a zone as if it were a name. */
  public SocketAddress bindAddress() {
    return hasZone()
        ? SocketAddress.inetSocketAddress(new InetSocketAddress(host, port))
        : SocketAddress.inetSocketAddress(port, bindHost());
  }

  /** Returns the text that {@link #parse} reads. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
