package io.github.vertxnsq.lookupd.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AddressesTest {
  private final Addresses addresses = new Addresses();

  @Test
  void countsEachAddressByItself() {
    addresses.opened("10.0.0.1");
    addresses.opened("10.0.0.1");
    addresses.opened("::1");
    assertEquals(2, addresses.connectionsFrom("10.0.0.1"));
    assertEquals(1, addresses.connectionsFrom("::1"));
    addresses.closed("10.0.0.1");
    assertEquals(1, addresses.connectionsFrom("10.0.0.1"));
    addresses.closed("10.0.0.1");
    assertEquals(0, addresses.connectionsFrom("10.0.0.1"));
  }

  @Test
  void knowsTheMostThatOneHasWhateverComesAndGoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> open = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      // Phases in which more come than go, and the other way round.
      if (open.isEmpty() || random.nextInt(10) < (i / 500 % 2 == 0 ? 7 : 3)) {
        String address = "10.0.0." + random.nextInt(8);
        open.add(address);
        addresses.opened(address);
      } else {
        addresses.closed(open.remove(random.nextInt(open.size())));
      }
      int most =
          open.stream().distinct().mapToInt(it -> Collections.frequency(open, it)).max().orElse(0);
      assertEquals(most, addresses.most(), "seed " + seed + ", step " + i);
    }
  }
}
