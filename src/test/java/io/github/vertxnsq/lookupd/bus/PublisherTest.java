package io.github.vertxnsq.lookupd.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Views stay up until they are outdated, or until newer ones need the room. */
@ExtendWith(VertxExtension.class)
final class PublisherTest {
  /** Room for three views of ten producers, if their texts are short. */
  private static final long BUDGET = 9_000;

  private final TopicView view = viewOf(10, "host");
  private Publisher publisher;

  @BeforeEach
  void publish(Vertx vertx) {
    publisher = new Publisher(vertx, BUDGET);
  }

  @Test
  void aViewIsUpUntilItsTopicChanges() {
    publisher.publish(topic("orders"), view);
    publisher.topicChanged(topic("others"));
    assertSame(view, publisher.published("orders"));

    publisher.topicChanged(topic("orders"));
    assertNull(publisher.published("orders"));
  }

  @Test
  void theListsAreUpUntilTheyChange() {
    publisher.publishList(Publisher.TOPICS, List.of("orders"));
    publisher.publishList(Publisher.NODES, List.of());
    publisher.topicsChanged();
    assertNull(publisher.published(Publisher.TOPICS));
    assertEquals(List.of(), publisher.published(Publisher.NODES));

    publisher.nodesChanged();
    assertNull(publisher.published(Publisher.NODES));
  }

  @Test
  void theOldestViewsMakeRoomAndLongTextsNeedMoreOfIt() {
    publisher.publish(topic("a"), view);
    publisher.publish(topic("b"), view);
    assertSame(view, publisher.published("a"));

    publisher.publish(topic("c"), viewOf(10, "x".repeat(300)));
    assertNull(publisher.published("a"));
    assertSame(view, publisher.published("b"));
  }

  @Test
  void whatWasTakenDownLeavesItsRoom() {
    for (int i = 0; i < 100; i++) {
      publisher.publish(topic("a"), view);
      publisher.topicChanged(topic("a"));
    }
    publisher.publish(topic("a"), view);
    publisher.publish(topic("b"), view);
    assertSame(view, publisher.published("a"));
  }

  private static TopicView viewOf(int producers, String hostname) {
    PeerInfo peer = new PeerInfo("127.0.0.1:1", hostname, "127.0.0.1", 1, 2, "1.3.0", "", "");
    return new TopicView(List.of(), Collections.nCopies(producers, peer));
  }

  private static TopicName topic(String name) {
    return TopicName.parse(name).orElseThrow();
  }
}
