package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is kept of answers stays while nothing is told of them, so what happens all the time must
 * tell nothing. That enough is told is {@link RegistryContractTest}'s.
 */
class WatcherTest {
  private final RegistryDriver registry = new RegistryDriver();
  private final News news = registry.news();
  private final ProducerId producer = registry.connect("nsqd-1", "r1");

  @BeforeEach
  void somethingIsRegistered() {
    registry.register(producer, "orders", "archive");
    registry.register(producer, "others");
    news.clear();
  }

  @Test
  void thePingOfAProducerThatIsListedTellsNothing() {
    registry.passMillis(15_000);
    registry.ping(producer);
    assertTrue(news.isEmpty());
  }

  @Test
  void aRegisterThatIsRepeatedTellsNothing() {
    registry.register(producer, "orders", "archive");
    assertTrue(news.isEmpty());
  }

  @Test
  void whatIsRefusedTellsNothing() {
    registry.delete(Samples.channel("orders", "unheard-of"));
    registry.ping(new ProducerId(1, 99));
    assertTrue(news.isEmpty());
  }

  @Test
  void oneTopicsRegistrationTellsNothingOfOtherTopicsNorOfTheirNames() {
    registry.register(registry.connect("nsqd-2", "r2"), "orders");
    assertTrue(news.of(Samples.topic("orders")));
    assertTrue(news.ofNodes());
    assertFalse(news.of(Samples.topic("others")));
    assertFalse(news.ofTopics());
  }

  @Test
  void aChannelsRegistrationTellsNothingOfNodesNorTopics() {
    registry.register(producer, "others", "archive");
    assertTrue(news.of(Samples.topic("others")));
    assertFalse(news.ofNodes());
    assertFalse(news.ofTopics());
  }
}
