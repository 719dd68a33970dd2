package io.github.vertxnsq.lookupd.remembering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that starts again knows what it knew, as of when it knew it. */
class RecollectionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final List<String> TOPICS = List.of("a", "b", "c", "e#ephemeral");
  private static final List<String> NAMES =
      List.of(
          "a", "b", "c", "a:x", "b:x", "c:y#ephemeral", "e#ephemeral", "e#ephemeral:z#ephemeral");

  @TempDir private Path folder;
  private final KnowingDaemon before = new KnowingDaemon();

  private KnowingDaemon restarted(Duration later) throws Exception {
    Path file = folder.resolve("file");
    before.write(file);
    return KnowingDaemon.reading(file, later);
  }

  @Test
  void listsTheProducersThatItHad() throws Exception {
    before.connect(1, "orders", "orders:billing");
    before.connect(2, "orders");

    KnowingDaemon after = restarted(SECOND);

    assertEquals(List.of("nsqd-1", "nsqd-2"), after.listed("orders"));
    assertEquals(List.of("billing"), after.channels("orders"));
  }

  @Test
  void listsOneThatComesBackOnceAndByWhatItSaysThen() throws Exception {
    before.connect(1, "orders", "invoices");

    KnowingDaemon after = restarted(SECOND);
    after.connect(1, "orders");

    assertEquals(List.of("nsqd-1"), after.listed("orders"));
    assertEquals(List.of(), after.listed("invoices"));
    assertTrue(after.knows("invoices"));
  }

  @Test
  void letsThoseLapseThatDoNotComeBackEachInItsTime() throws Exception {
    before.connect(1, "orders");
    before.passes(Duration.ofMinutes(2));
    before.connect(2, "orders");

    // Whoever was heard last is the first in the file, or the other way round.
    KnowingDaemon after = restarted(Duration.ofMinutes(1));
    assertEquals(List.of("nsqd-1", "nsqd-2"), after.listed("orders"));
    after.passes(Duration.ofMinutes(2).plusMillis(1));
    assertEquals(List.of("nsqd-2"), after.listed("orders"));
    after.passes(Duration.ofMinutes(2));
    assertEquals(List.of(), after.listed("orders"));
    assertTrue(after.knows("orders"));
  }

  /** Time judges them in the order in which they were heard, and not in that of the file. */
  @Test
  void letsThemLapseInTheOrderInWhichTheyWereHeard() throws Exception {
    ProducerId first = before.connect(1, "orders");
    for (int i = 2; i < 20; i++) {
      before.connect(i, "orders");
    }
    before.passes(Duration.ofMinutes(4));
    before.run(new Command.Ping(first));

    KnowingDaemon after = restarted(Duration.ofMinutes(1).plusMillis(1));

    assertEquals(List.of("nsqd-1"), after.listed("orders"));
  }

  @Test
  void doesNotListWhoWouldHaveLapsedMeanwhile() throws Exception {
    before.connect(1, "orders");

    KnowingDaemon after = restarted(KnowingDaemon.INACTIVE.plusMillis(1));

    assertEquals(List.of(), after.listed("orders"));
    assertTrue(after.knows("orders"));
  }

  @Test
  void knowsNamesThatNobodyHolds() throws Exception {
    before.run(new Command.Create(KnowingDaemon.name("orders:billing")));
    before.run(new Command.Create(KnowingDaemon.name("gone")));
    before.run(new Command.Delete(KnowingDaemon.name("gone")));

    KnowingDaemon after = restarted(Duration.ofDays(7));

    assertEquals(List.of("billing"), after.channels("orders"));
    assertFalse(after.knows("gone"));
  }

  @Test
  void goesOnHidingWhatIsUnderATombstone() throws Exception {
    before.connect(1, "orders");
    before.connect(2, "orders");
    before.run(
        new Command.SetTombstone(KnowingDaemon.name("orders").topic(), KnowingDaemon.address(1)));
    before.passes(Duration.ofSeconds(10));

    KnowingDaemon after = restarted(Duration.ofSeconds(20));

    assertEquals(List.of("nsqd-2"), after.listed("orders"));
    after.passes(Duration.ofSeconds(15));
    assertEquals(List.of("nsqd-1", "nsqd-2"), after.listed("orders"));
  }

  @Test
  void stampsWhatComesLaterThanWhatItRemembers() throws Exception {
    before.passes(Duration.ofHours(2)); // the wall clock is set back since
    before.connect(1, "orders");

    KnowingDaemon after = restarted(Duration.ZERO);
    after.run(new Command.Delete(KnowingDaemon.name("orders")));

    assertFalse(after.knows("orders"));
  }

  @Test
  void remembersAlsoWhatItRemembered() throws Exception {
    before.connect(1, "orders");
    Path again = folder.resolve("again");
    restarted(SECOND).write(again);

    KnowingDaemon after = KnowingDaemon.reading(again, KnowingDaemon.INACTIVE.minus(SECOND));

    assertEquals(List.of("nsqd-1"), after.listed("orders"));
    after.passes(Duration.ofMillis(1));
    assertEquals(List.of(), after.listed("orders"));
  }

  @Property(tries = 300)
  void answersEveryLookupAsBefore(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    KnowingDaemon daemon = new KnowingDaemon();
    for (int step = 0; step < 40; step++) {
      live(daemon, random);
    }
    Path file = Files.createTempFile("remembered", ".dat");
    try {
      daemon.write(file);
      KnowingDaemon after = KnowingDaemon.reading(file, Duration.ZERO);
      for (String topic : TOPICS) {
        assertEquals(daemon.knows(topic), after.knows(topic), topic);
        assertEquals(daemon.listed(topic), after.listed(topic), topic);
        assertEquals(daemon.channels(topic), after.channels(topic), topic);
      }
      assertEquals(
          daemon.registry.commonFacts().hash(), after.registry.commonFacts().hash(), "facts");
    } finally {
      Files.delete(file);
    }
  }

  private static void live(KnowingDaemon daemon, Random random) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    int number = 1 + random.nextInt(5);
    switch (random.nextInt(6)) {
      case 0, 1 -> daemon.connect(number, name);
      case 2 -> daemon.run(new Command.Create(KnowingDaemon.name(name)));
      case 3 -> daemon.run(new Command.Delete(KnowingDaemon.name(name)));
      case 4 ->
          daemon.run(
              new Command.SetTombstone(
                  KnowingDaemon.name(name).topic(), KnowingDaemon.address(number)));
      default -> daemon.passes(Duration.ofSeconds(random.nextInt(60)));
    }
  }
}
