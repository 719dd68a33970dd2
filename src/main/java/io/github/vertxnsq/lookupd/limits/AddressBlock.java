package io.github.vertxnsq.lookupd.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Addresses that count as one client's: one of IPv4, or those of IPv6 whose first 64 bits are the
 * same, since nobody is given fewer of them.
 *
 * @param bits the whole address, or its first 64 bits
 */
public record AddressBlock(boolean isV6, long bits) {
  private static final AddressBlock NOWHERE = new AddressBlock(false, 0);

  /** As people write it. */
  @Override
  public String toString() {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
    return isV6
        ? "%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64"
            .formatted(
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7])
        : "%d.%d.%d.%d"
            .formatted(bytes[4] & 0xff, bytes[5] & 0xff, bytes[6] & 0xff, bytes[7] & 0xff);
  }

  /** Returns the block that an address belongs to. */
  public static AddressBlock of(InetAddress address) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? new AddressBlock(true, bytes.getLong())
        : new AddressBlock(false, bytes.getInt());
  }

  /** Returns the block of the other end of a connection; all that are not of IP share one. */
  public static AddressBlock of(SocketAddress remote) {
    return remote instanceof InetSocketAddress address && !address.isUnresolved()
        ? of(address.getAddress())
        : NOWHERE;
  }
}
