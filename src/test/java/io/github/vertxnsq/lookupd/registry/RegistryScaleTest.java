package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The size that the registry is made for: a million registrations. Nothing is timed; what would
 * scan the registry for each command would not come to an end here.
 */
class RegistryScaleTest {
  private static final int PRODUCERS = 10_000;
  private static final int CHANNELS_PER_PRODUCER = 50;
  private static final int TOPICS = 1_000;

  private final RegistryDriver registry = new RegistryDriver();
  private final List<ChannelName> channels =
      IntStream.range(0, TOPICS).mapToObj(i -> Samples.channel("topic-" + i, "archive")).toList();

  @Test
  void aMillionRegistrationsComeAndGo() {
    List<ProducerId> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      ProducerId producer = registry.connect("nsqd-" + p, "r" + p);
      producers.add(producer);
      for (int c = 0; c < CHANNELS_PER_PRODUCER; c++) {
        // Everybody has the first one; the others are spread.
        int number = c == 0 ? 0 : 1 + (p * 31 + c) % (TOPICS - 1);
        registry.run(new Command.Register(producer, channels.get(number)));
      }
    }
    assertEquals(new Census(PRODUCERS, PRODUCERS, TOPICS, TOPICS, 1_000_000, 0), registry.census());
    TopicView everybodys = registry.lookup("topic-0").orElseThrow();
    assertEquals(PRODUCERS, everybodys.producers().size());
    assertEquals(PRODUCERS, everybodys.producers().stream().distinct().count());

    producers.forEach(registry::ping);
    registry.passTime(RegistryDriver.INACTIVE_TIMEOUT.plusMillis(1));
    assertEquals(List.of(), registry.nodes());

    producers.forEach(registry::disconnect);
    assertEquals(new Census(0, 0, TOPICS, TOPICS, 0, 0), registry.census());
    assertEquals(TOPICS, registry.topics().size());
    assertEquals(Long.MAX_VALUE, registry.nextDeadlineMillis());
  }
}
