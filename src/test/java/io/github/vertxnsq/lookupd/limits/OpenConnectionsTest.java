package io.github.vertxnsq.lookupd.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OpenConnectionsTest {
  private static final AddressBlock CROWD = block("10.0.0.1");
  private static final AddressBlock OTHER = block("10.0.0.2");
  private static final AddressBlock NEWCOMER = block("10.0.0.3");

  private final OpenConnections<String> connections = new OpenConnections<>();

  private static AddressBlock block(String address) {
    return AddressBlock.of(new InetSocketAddress(address, 1));
  }

  private void open(AddressBlock address, String... names) {
    for (String name : names) {
      connections.opened(address);
      connections.rests(name, address);
    }
  }

  private void work(AddressBlock address, String... names) {
    for (String name : names) {
      connections.restsNoLonger(name, address);
    }
  }

  @Test
  void theOneThatRestsLongestOfTheAddressThatHasMostGoesFirst() {
    open(OTHER, "first");
    open(CROWD, "a", "b", "c");
    work(CROWD, "a");
    connections.rests("a", CROWD);

    assertEquals(Optional.of("b"), connections.takeResting());
    assertEquals(Optional.of("c"), connections.takeResting());
    assertEquals(Optional.of("a"), connections.takeResting());
    assertEquals(Optional.of("first"), connections.takeResting());
    assertEquals(Optional.empty(), connections.takeResting());
  }

  @Test
  void anAddressWithFewBesideOneWithManyKeepsThoseAtRest() {
    open(OTHER, "rests");
    open(CROWD, "a", "b", "c", "d", "e", "f", "g", "h");
    work(CROWD, "a", "b", "c", "d", "e", "f", "g", "h");

    assertEquals(Optional.empty(), connections.takeResting());
  }

  @Test
  void whoHasManyGivesUpTheNewestForWhoHasFew() {
    open(CROWD, "a", "b", "c", "d", "e", "f", "g", "h");
    work(CROWD, "a", "b", "c", "d", "e", "f", "g", "h");
    connections.leaves("h", CROWD);
    connections.closed(CROWD);
    connections.opened(CROWD);

    connections.opened(NEWCOMER);
    assertEquals(Optional.of("g"), connections.takeOfMost(NEWCOMER));
    connections.opened(NEWCOMER);
    assertEquals(Optional.of("f"), connections.takeOfMost(NEWCOMER), "two of eight are few");
    connections.opened(NEWCOMER);
    assertEquals(Optional.empty(), connections.takeOfMost(NEWCOMER), "three are not");
  }

  @Test
  void nobodyGivesUpOneForHisOwnAddress() {
    open(CROWD, "a", "b", "c", "d", "e");
    connections.opened(CROWD);

    assertEquals(Optional.empty(), connections.takeOfMost(CROWD));
  }
}
