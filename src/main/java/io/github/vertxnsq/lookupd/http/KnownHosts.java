package io.github.vertxnsq.lookupd.http;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The hosts under which clients reach this daemon. A page of another site can have its own name
 * lead to this daemon's address (DNS rebinding), and is then of one origin with it to a browser;
 * but the {@code Host} of what it asks is that name. Addresses and {@code localhost} cannot be
 * taken over so, and are always known.
 */
public final class KnownHosts {
  private final Set<String> listed;
  private final String broadcastAddress;

  /**
   * Knows these hosts.
   *
   * @param listed those of {@code -http-hosts}, in lower case; empty for none
   * @param broadcastAddress under which nsqd is told to ask
   */
  public KnownHosts(Set<String> listed, String broadcastAddress) {
    this.listed = Set.copyOf(listed);
    this.broadcastAddress = plain(broadcastAddress);
  }

  /** Whether all that is asked under another host is refused. */
  boolean areAll() {
    return !listed.isEmpty();
  }

  /** Whether a request was sent to one of them. */
  boolean know(HttpServerRequest request) {
    return authority(request)
        .flatMap(KnownHosts::host)
        .filter(
            host ->
                NetUtil.isValidIpV4Address(host)
                    || NetUtil.isValidIpV6Address(host)
                    || host.equals("localhost")
                    || host.equals(broadcastAddress)
                    || listed.contains(host))
        .isPresent();
  }

  /** Whether a request was sent to one of {@code -http-hosts}. */
  boolean list(HttpServerRequest request) {
    return authority(request).flatMap(KnownHosts::host).filter(listed::contains).isPresent();
  }

  /**
   * Returns where a request was sent: host and perhaps port, as the client wrote it.
   *
   * @return empty when it does not say so, or says two things
   */
  static Optional<String> authority(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() != 1) {
      return Optional.empty();
    }
    String host = hosts.get(0);
    String target = request.uri();
    int begin = target.startsWith("/") ? -1 : target.indexOf("://");
    // A target with a host of its own, as proxies are sent: it must not be another one.
    return begin < 0 || isFollowedBy(target, begin + "://".length(), host)
        ? Optional.of(host)
        : Optional.empty();
  }

  private static boolean isFollowedBy(String target, int begin, String host) {
    int end = begin + host.length();
    return target.regionMatches(true, begin, host, 0, host.length())
        && (end == target.length() || "/?#".indexOf(target.charAt(end)) >= 0);
  }

  /** Returns the host without its port, in lower case; empty when there is none of a known form. */
  private static Optional<String> host(String authority) {
    int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
    int hostEnd = end < 0 ? authority.length() : end;
    String port = authority.substring(hostEnd);
    if (hostEnd == 0 || !isPort(port)) {
      return Optional.empty();
    }
    String host = authority.substring(0, hostEnd);
    return host.startsWith("[")
        ? Optional.of(host.substring(1, hostEnd - 1)).filter(NetUtil::isValidIpV6Address)
        : Optional.of(plain(host));
  }

  private static boolean isPort(String text) {
    return text.isEmpty()
        || (text.startsWith(":") && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9'));
  }

  private static String plain(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
