package io.github.vertxnsq.lookupd.golang;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The address of a connection's end as Go writes it: an IPv6 host is short and in brackets. */
public final class GoAddress {
  private GoAddress() {}

  /**
   * Host and port, such as {@code 127.0.0.1:4150}, {@code [::1]:4150} and {@code
   * [fe80::1%eth0]:4150}.
   *
   * @param host an address in numbers, as Java writes it, with its zone if it has one
   */
  public static String of(String host, int port) {
    if (host.indexOf(':') < 0) {
      return host + ":" + port;
    }
    int zone = host.indexOf('%');
    String numbers = zone < 0 ? host : host.substring(0, zone);
    String plain = shortened(numbers);
    return plain.indexOf(':') < 0 // an IPv4 address written as one of IPv6
        ? plain + ":" + port
        : "[" + plain + (zone < 0 ? "" : host.substring(zone)) + "]:" + port;
  }

  private static String shortened(String numbers) {
    try {
      return NetUtil.toAddressString(InetAddress.getByName(numbers)); // asks nobody for numbers
    } catch (UnknownHostException notNumbers) {
      throw new IllegalArgumentException(numbers, notNumbers);
    }
  }
}
