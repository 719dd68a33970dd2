package io.github.vertxnsq.lookupd.auth;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Parts of the network from which everything may be done.
 *
 * @param subnets empty for none
 */
public record AdminNetworks(List<Subnet> subnets) {
  /** Keeps a copy. */
  public AdminNetworks {
    subnets = List.copyOf(subnets);
  }

  /** Addresses that begin alike. */
  public record Subnet(String name, IpSubnetFilterRule rule) {
    /**
     * Those that begin like this one.
     *
     * @param bits how many of its first bits count, 0 to 32 or 128
     */
    public static Subnet of(String address, int bits) {
      return new Subnet(
          address + "/" + bits, new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT));
    }
  }

  Optional<Caller> caller(InetAddress address) {
    InetSocketAddress anyPort = new InetSocketAddress(address, 0);
    return subnets.stream()
        .filter(subnet -> subnet.rule().matches(anyPort))
        .findFirst()
        .map(subnet -> new Caller(Caller.Proof.ADDRESS, subnet.name()));
  }
}
