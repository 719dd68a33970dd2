package io.github.vertxnsq.lookupd.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whose connection is dropped when there are too many. */
class ConnectionGateTest {
  private final AtomicInteger count = new AtomicInteger();
  private final ConnectionGate gate = new ConnectionGate(3, address -> count.incrementAndGet());
  private final List<String> dropped = new ArrayList<>();

  @Test
  void theOldestOfTheAddressThatHasMost() {
    begin("10.0.0.1", "old of one that has one");
    begin("10.0.0.2", "first of many");
    begin("10.0.0.2", "second of many");
    begin("10.0.0.2", "third of many");
    begin("10.0.0.3", "newcomer");
    begin("10.0.0.2", "fourth of many");

    assertEquals(List.of("first of many", "second of many", "third of many"), dropped);
    assertEquals(3, count.get());
  }

  @Test
  void theOldestOfAllWhereEachHasOne() {
    for (int i = 1; i <= 5; i++) {
      begin("10.0.0." + i, "of " + i);
    }
    assertEquals(List.of("of 1", "of 2"), dropped);
  }

  @Test
  void addressesOfOneNetworkOfIpv6AreOne() {
    begin("10.0.0.1", "v4");
    begin("2001:db8:0:1::1", "first");
    begin("2001:db8:0:1:ffff::2", "second");
    begin("2001:db8:0:2::1", "of another network");
    begin("2001:db8:0:1::3", "third");

    assertEquals(List.of("first", "second"), dropped);
  }

  @Test
  void whatHasEndedMakesRoomOnce() {
    ConnectionGate.Entry first = begin("10.0.0.1", "first");
    begin("10.0.0.1", "second");
    begin("10.0.0.1", "third");
    gate.leave(first);
    gate.leave(first);
    ConnectionGate.Entry fourth = begin("10.0.0.1", "fourth");
    assertEquals(List.of(), dropped);
    begin("10.0.0.1", "fifth");
    assertEquals(List.of("second"), dropped);
    gate.leave(fourth);
    begin("10.0.0.1", "sixth");
    assertEquals(List.of("second"), dropped);
  }

  private ConnectionGate.Entry begin(String address, String name) {
    return gate.enter(
        AddressBlock.of(NetUtil.createInetAddressFromIpAddressString(address)),
        () -> dropped.add(name));
  }
}
