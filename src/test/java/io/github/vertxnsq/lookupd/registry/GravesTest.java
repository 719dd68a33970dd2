package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** What is remembered of deletes, how long, and what goes first when there are too many. */
class GravesTest {
  private static final int MOST = 200_000;

  private final Graves graves = new Graves(true);

  private static Name topic(String text) {
    return TopicName.parse(text).orElseThrow();
  }

  private static Stamp at(int time) {
    return new Stamp(time, 1);
  }

  @Test
  void ofTooManyTheEarliestIsForgottenWhateverItsName() {
    graves.delete(topic("aaa"), at(2));
    graves.delete(topic("zzz"), at(1));
    for (int i = 0; i < MOST - 1; i++) {
      graves.delete(topic("flood" + i), at(3 + i));
    }
    assertNull(graves.deletedAt(topic("zzz")));
    assertNotNull(graves.deletedAt(topic("aaa")));
    graves.delete(topic("one-more"), at(MOST + 3));
    assertNull(graves.deletedAt(topic("aaa")));
    assertNotNull(graves.deletedAt(topic("one-more")));
  }

  @Test
  void whatIsFromBeforeIsForgottenAndTheHashWithIt() {
    Name channel = ChannelName.parse((TopicName) topic("a"), "c").orElseThrow();
    graves.delete(topic("later"), at(7));
    long hash = graves.hash();

    graves.delete(channel, at(3));
    graves.spend(channel, at(5));
    graves.delete(channel, at(4)); // replaces the first
    graves.delete(topic("b"), at(6));
    graves.forgetBefore(5);
    assertNull(graves.deletedAt(channel));
    assertEquals(at(5), graves.voiding(channel));

    graves.forgetBefore(7);
    assertEquals(1, graves.topics().size());
    assertEquals(hash, graves.hash());
  }
}
