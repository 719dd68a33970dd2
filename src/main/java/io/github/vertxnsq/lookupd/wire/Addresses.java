package io.github.vertxnsq.lookupd.wire;

import java.util.HashMap;
import java.util.Map;

/** How many connections come from each address. */
final class Addresses {
  private final Map<String, Integer> connections = new HashMap<>();

  /** How many addresses have so many connections. */
  private final Map<Integer, Integer> addressesWith = new HashMap<>();

  private int most;

  /** How many there are from that address. */
  int connectionsFrom(String address) {
    return connections.getOrDefault(address, 0);
  }

  /** How many there are from the address that has most. */
  int most() {
    return most;
  }

  void opened(String address) {
    int count = connections.merge(address, 1, Integer::sum);
    move(count - 1, count);
    most = Math.max(most, count);
  }

  void closed(String address) {
    int count = connections.merge(address, -1, Integer::sum);
    connections.remove(address, 0);
    move(count + 1, count);
    if (!addressesWith.containsKey(most)) {
      most--;
    }
  }

  private void move(int from, int to) {
    addressesWith.computeIfPresent(
        from, (count, addresses) -> addresses == 1 ? null : addresses - 1);
    if (to > 0) {
      addressesWith.merge(to, 1, Integer::sum);
    }
  }
}
