package io.github.vertxnsq.lookupd.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a member remembers that comes back to others who serve. */
class OutdatedMemoryTest {
  private static final long STEP_MILLIS = 250;

  private final SimNetwork network = new SimNetwork(new Random(1));

  /** The others remember for an hour what was deleted: only so long do they take names from it. */
  @ParameterizedTest
  @CsvSource({"59, true", "61, false"})
  void countsAsLongAsTheOthersRememberWhatWasDeleted(int minutesAway, boolean counts) {
    network.mend();
    SimNode before = new SimNode("a", 1, 0, network);
    create(before, "remembered");
    before.writeDisk();
    network.runUntil(network.nowMillis() + Duration.ofMinutes(minutesAway).toMillis());
    SimNode serving = new SimNode("b", 2, 0, network);
    network.nodes.put(serving.id, serving);
    live();
    create(serving, "new");

    SimNode back = new SimNode("c", 3, 0, before.disk(), network, () -> 4, node -> {});
    network.nodes.put(back.id, back);
    serving.setMembers(Set.of(back.id));
    back.setMembers(Set.of(serving.id));
    live();

    assertTrue(back.isReady());
    assertTrue(back.knows("new"));
    assertEquals(counts, back.knows("remembered"));
    assertEquals(counts, serving.knows("remembered"));
  }

  private static void create(SimNode node, String topic) {
    node.run(new Command.Create(TopicName.parse(topic).orElseThrow()));
  }

  /** Some seconds pass. */
  private void live() {
    for (int step = 0; step < 40; step++) {
      network.runUntil(network.nowMillis() + STEP_MILLIS);
      for (SimNode node : network.nodes.values()) {
        node.tick();
        node.sendDigest();
      }
    }
  }
}
