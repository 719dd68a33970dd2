package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.junit.jupiter.api.Test;

/**
 * The compact lists hold what a {@link HashSet} does. Where entries of an index collide depends on
 * identity hash codes, which are drawn anew in each run whatever the seed; tables of 32 to 128
 * slots that are up to three quarters full collide all the time.
 */
class RegistrationListTest {
  private static final int KEYS = 90;
  private static final Stamp STAMP = new Stamp(1, 1);

  private final List<Registration> ofSubjects =
      IntStream.range(0, KEYS).mapToObj(i -> new Registration(producer(), topic(), STAMP)).toList();

  private static Producer producer() {
    PeerInfo peer = Samples.peer("nsqd-1", "r1");
    return new Producer(
        new ProducerId(1, 1), peer, new Node(peer.endpoint()), new Origin(1, true), STAMP, 0);
  }

  private static Topic topic() {
    return new Topic(Samples.topic("orders"));
  }

  /** Each number flips one key: adds it or, if it is in, removes it. */
  @Provide
  Arbitrary<List<Integer>> flips() {
    return Arbitraries.integers()
        .between(0, KEYS - 1)
        .list()
        .ofMaxSize(400)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  @Property(tries = 300)
  void aProducersHoldingsAreThoseOfAHashSet(@ForAll("flips") List<Integer> flips) {
    Holdings holdings = new Holdings();
    flipAndCompare(
        holdings,
        flips,
        expected -> {
          for (Registration each : ofSubjects) {
            assertSame(expected.contains(each) ? each : null, holdings.find(each.subject));
          }
        });
  }

  @Property(tries = 300)
  void aSubjectsHoldersAreThoseOfAHashSet(@ForAll("flips") List<Integer> flips) {
    Holders holders = new Holders();
    flipAndCompare(holders, flips, expected -> assertHolds(expected, holders));
  }

  private void flipAndCompare(
      RegistrationList set, List<Integer> flips, Consumer<Set<Registration>> check) {
    Set<Registration> expected = new HashSet<>();
    for (int flip : flips) {
      Registration registration = ofSubjects.get(flip);
      if (expected.add(registration)) {
        set.add(registration);
      } else {
        expected.remove(registration);
        set.remove(registration);
      }
      assertEquals(expected.size(), set.size());
      assertEquals(expected.isEmpty(), set.isEmpty());
      check.accept(expected);
    }
    assertHolds(expected, set);
    for (Registration registration : set.toArray()) {
      set.remove(registration);
    }
    assertHolds(Set.of(), set);
  }

  private static void assertHolds(Set<Registration> expected, RegistrationList set) {
    List<Registration> iterated = new ArrayList<>();
    set.forEach(iterated::add);
    assertEquals(expected.size(), iterated.size());
    assertEquals(expected, new HashSet<>(iterated));
    assertEquals(iterated, Arrays.asList(set.toArray()));
  }

  @Test
  void anEmptySetHasNothingToFindOrToIterate() {
    Holdings set = new Holdings();
    assertNull(set.find(topic()));
    Iterator<Registration> iterator = set.iterator();
    assertFalse(iterator.hasNext());
    assertThrows(NoSuchElementException.class, iterator::next);
  }

  @Test
  void aCopyStaysAsItIsWhileTheSetChanges() {
    Holdings set = new Holdings();
    ofSubjects.forEach(set::add);
    Registration[] copy = set.toArray();
    ofSubjects.forEach(set::remove);
    assertEquals(new HashSet<>(ofSubjects), new HashSet<>(Arrays.asList(copy)));
  }
}
