package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which producers are counted as connected nowhere. */
class OrphansTest {
  private static final int OTHER = 2;

  private final RegistryDriver registry = RegistryDriver.amongOthers();
  private final ProducerId here = registry.connect("nsqd-1", "r1");

  private void connectElsewhere(String host) {
    registry.apply(
        new Change.Identified(
            new ProducerId(OTHER, 1), Samples.peer(host, "r2"), registry.nextStamp()));
  }

  @Test
  void whoIsConnectedToADaemonThatIsThereIsNone() {
    connectElsewhere("nsqd-2");
    assertEquals(Map.of(), registry.orphans(1, OTHER));
    assertEquals(Map.of(OTHER, 1), registry.orphans(1));
  }

  @Test
  void whoIsAlsoConnectedElsewhereIsNoneByWhicheverConnectionIsNewer() {
    connectElsewhere("nsqd-1");
    assertEquals(Map.of(), registry.orphans(1));
    assertEquals(Map.of(), registry.orphans(OTHER));
    assertEquals(Map.of(1, 1, OTHER, 1), registry.orphans(), "both daemons are gone");

    registry.disconnect(here);
    assertEquals(Map.of(OTHER, 1), registry.orphans(1));
  }
}
