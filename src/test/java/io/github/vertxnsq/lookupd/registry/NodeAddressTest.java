package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code /topic/tombstone} calls a node. */
class NodeAddressTest {

  @ParameterizedTest
  @CsvSource({
    "nsqd-1:4151, nsqd-1, 4151",
    "10.0.0.1:4151, 10.0.0.1, 4151",
    "[::1]:4151, ::1, 4151",
    "[::1]:4151, [::1], 4151",
    "[fe80::1%eth0]:4151, fe80::1%eth0, 4151",
    "[nsqd]:4151, [nsqd], 4151",
    "[]:4151, [], 4151",
    "nsqd-1:-1, nsqd-1, -1",
    "nsqd-1:99999999999, nsqd-1, 99999999999",
  })
  void theLastColonParts(String raw, String broadcastAddress, long httpPort) {
    NodeAddress address = new NodeAddress(broadcastAddress, httpPort);
    assertEquals(Optional.of(address), NodeAddress.parse(raw));
    assertEquals(raw, address.toString());
  }

  @Test
  void bracketsMakeNoDifferenceToAnAddressOfIpv6() {
    assertEquals(NodeAddress.parse("[::1]:4151"), NodeAddress.parse("::1:4151"));
    assertEquals(new NodeAddress("[fe80::1%eth0]", 1), new NodeAddress("fe80::1%eth0", 1));
    assertNotEquals(NodeAddress.parse("[nsqd]:4151"), NodeAddress.parse("nsqd:4151"));
    assertNotEquals(NodeAddress.parse("[::1]:4152"), NodeAddress.parse("::1:4151"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nsqd-1",
        "nsqd-1:",
        "nsqd-1:x",
        "nsqd-1:04151",
        "nsqd-1:+4151",
        "nsqd-1:-0",
        "nsqd-1:4151 ",
        "nsqd-1: 4151",
        "nsqd-1:٤١٥١",
        "nsqd-1:9223372036854775808"
      })
  void whatNoNodeCanBeCalledIsEmpty(String raw) {
    assertEquals(Optional.empty(), NodeAddress.parse(raw));
  }
}
