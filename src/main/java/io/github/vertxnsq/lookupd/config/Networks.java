package io.github.vertxnsq.lookupd.config;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Parts of the network: {@code 10.0.0.0/8,fd00::/8,127.0.0.1}.
 *
 * @param networks empty for none
 */
public record Networks(List<Network> networks) {
  private static final int BITS_OF_V4 = 32;
  private static final int BITS_OF_V6 = 128;

  /** Keeps a copy. */
  public Networks {
    networks = List.copyOf(networks);
  }

  /**
   * Addresses that begin alike. IPv4 within IPv6 ({@code ::ffff:10.0.0.1}) is not taken: such an
   * address is an IPv4 one to the JVM, and is to be written so.
   *
   * @param address of either version, never a name
   * @param bits how many of its first bits count, 0 to 32 or 128
   */
  public record Network(String address, int bits) {
    static Optional<Network> parse(String text) {
      String[] parts = text.split("/", -1);
      boolean isV4 = NetUtil.isValidIpV4Address(parts[0]);
      if (parts.length > 2 || (!isV4 && !isV6(parts[0]))) {
        return Optional.empty();
      }
      int most = isV4 ? BITS_OF_V4 : BITS_OF_V6;
      int bits = parts.length == 1 ? most : bits(parts[1]);
      return bits <= most ? Optional.of(new Network(parts[0], bits)) : Optional.empty();
    }

    private static boolean isV6(String text) {
      return NetUtil.isValidIpV6Address(text)
          && text.matches("[0-9A-Fa-f:]+") // neither a zone nor dots
          && NetUtil.createInetAddressFromIpAddressString(text) instanceof Inet6Address;
    }

    private static int bits(String text) {
      return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
      return address + "/" + bits;
    }
  }

  static Optional<Networks> parse(String text) {
    List<Network> networks = parts(text).flatMap(part -> Network.parse(part).stream()).toList();
    return networks.size() == parts(text).count()
        ? Optional.of(new Networks(networks))
        : Optional.empty();
  }

  /** Returns the first part of a text that {@link #parse} has trouble with. */
  static String wrongPart(String text) {
    return parts(text).filter(part -> Network.parse(part).isEmpty()).findFirst().orElse(text);
  }

  private static Stream<String> parts(String text) {
    return text.isBlank() ? Stream.empty() : Stream.of(text.split(",", -1)).map(String::strip);
  }
}
