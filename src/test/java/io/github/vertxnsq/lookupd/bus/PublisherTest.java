package io.github.vertxnsq.lookupd.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.TopicView;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Views stay up until they are outdated, or until newer ones need the room. */
@ExtendWith(VertxExtension.class)
final class PublisherTest {
  /** Room for one long answer, or for three hundred views whose answers are short. */
  private static final long BUDGET = 100_000;

  private final TopicView view = viewOf(10, "host");

  /** Each half of the budget and a little. */
  private final TopicView longView = viewOf(100, "x".repeat(320));

  private Publisher publisher;

  @BeforeEach
  void publish(Vertx vertx) {
    publisher = new Publisher(vertx, BUDGET);
  }

  @Test
  void aViewIsUpUntilItsTopicChanges() {
    publisher.publish(topic("orders"), view);
    publisher.topicChanged(topic("others"));
    assertSame(view, publisher.published("orders").value());

    publisher.topicChanged(topic("orders"));
    assertNull(publisher.published("orders"));
  }

  @Test
  void theListsAreUpUntilTheyChange() {
    publisher.publishList(Publisher.TOPICS, Published.renderedOnce(List.of("orders")));
    publisher.publishList(Publisher.NODES, Published.renderedOnce(List.of()));
    publisher.topicsChanged();
    assertNull(publisher.published(Publisher.TOPICS));
    assertEquals(List.of(), publisher.published(Publisher.NODES).value());

    publisher.nodesChanged();
    assertNull(publisher.published(Publisher.NODES));
  }

  @Test
  void theOldestViewsMakeRoomForLongAnswers() {
    publisher.publish(topic("a"), longView);
    publisher.publish(topic("b"), longView);
    assertNull(publisher.published("a"));
    assertSame(longView, publisher.published("b").value());
  }

  @Test
  void longTextsMakeAnAnswerLongToo() {
    TopicView one = viewOf(1, "x".repeat(60_000));
    publisher.publish(topic("a"), one);
    publisher.publish(topic("b"), one);
    assertNull(publisher.published("a"));
  }

  @Test
  void hundredsOfShortAnswersTakeTheRoomOfALongOne() {
    for (int i = 0; i < 300; i++) {
      publisher.publish(topic("t" + i), view);
    }
    assertSame(view, publisher.published("t0").value());

    for (int i = 300; i < 600; i++) {
      publisher.publish(topic("t" + i), view);
    }
    assertNull(publisher.published("t0"));
    assertSame(view, publisher.published("t599").value());
  }

  @Test
  void whatWasTakenDownLeavesItsRoom() {
    for (int i = 0; i < 100; i++) {
      publisher.publish(topic("a"), longView);
      publisher.topicChanged(topic("a"));
    }
    publisher.publish(topic("a"), longView);
    publisher.publish(topic("b"), view);
    assertSame(longView, publisher.published("a").value());
  }

  @Test
  void aLongAnswerIsRenderedOnceAndAShortOneForEveryReader(Vertx vertx) {
    publisher.publish(topic("long"), longView);
    publisher.publish(topic("short"), view);
    assertEquals(1, renderingsOfTwoReaders(vertx, "long"));
    assertEquals(2, renderingsOfTwoReaders(vertx, "short"));
  }

  @Test
  void theTwoFormsOfAnAnswerAreKeptBesideEachOther() {
    AtomicInteger renderings = new AtomicInteger();
    Published<List<String>> list = Published.renderedOnce(List.of("orders"));
    for (int reader = 0; reader < 2; reader++) {
      assertEquals("usual 1", list.rendered(it -> "usual " + renderings.incrementAndGet()));
      assertEquals(
          "other 2", list.inOtherForm().rendered(it -> "other " + renderings.incrementAndGet()));
    }

    Published<List<String>> shortOne = Published.renderedEachTime(List.of("orders"));
    assertEquals("usual", shortOne.rendered(it -> "usual"));
    assertEquals("other", shortOne.inOtherForm().rendered(it -> "other"));
  }

  private static int renderingsOfTwoReaders(Vertx vertx, String topic) {
    AtomicInteger renderings = new AtomicInteger();
    Published<?> published = Publisher.views(vertx).get(topic);
    published.rendered(view -> renderings.incrementAndGet());
    published.rendered(view -> renderings.incrementAndGet());
    return renderings.get();
  }

  private static TopicView viewOf(int producers, String hostname) {
    PeerInfo peer = new PeerInfo("127.0.0.1:1", hostname, "127.0.0.1", 1, 2, "1.3.0", "", "");
    return new TopicView(List.of(), Collections.nCopies(producers, new Shown<>(peer)));
  }

  private static TopicName topic(String name) {
    return TopicName.parse(name).orElseThrow();
  }
}
