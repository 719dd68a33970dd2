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
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import org.junit.jupiter.api.Test;

/**
 * The compact set holds what a {@link HashSet} does. Where entries collide depends on identity hash
 * codes, which are drawn anew in each run whatever the seed; tables of 4 to 128 places that are up
 * to three quarters full collide all the time.
 */
class RegistrationSetTest {
  private static final int KEYS = 90;
  private static final Stamp STAMP = new Stamp(1, 1);

  private final List<Registration> ofSubjects =
      IntStream.range(0, KEYS).mapToObj(i -> new Registration(producer(), topic(), STAMP)).toList();

  private static Producer producer() {
    PeerInfo peer = Samples.peer("nsqd-1", "r1");
    return new Producer(new ProducerId(1, 1), peer, new Node(peer.endpoint()), STAMP, 0);
  }

  private static Topic topic() {
    return new Topic(Samples.topic("orders"), STAMP);
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
  void aProducersSetHoldsWhatAHashSetDoes(@ForAll("flips") List<Integer> flips) {
    flipAndCompare(RegistrationSet.ofProducer(), true, flips);
  }

  @Property(tries = 300)
  void aSubjectsSetHoldsWhatAHashSetDoes(@ForAll("flips") List<Integer> flips) {
    flipAndCompare(RegistrationSet.ofSubject(), false, flips);
  }

  private void flipAndCompare(RegistrationSet set, boolean ofProducer, List<Integer> flips) {
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
      for (Registration each : ofSubjects) {
        Object key = ofProducer ? each.subject : each.producer;
        assertSame(expected.contains(each) ? each : null, set.find(key));
      }
    }
    assertHolds(expected, set);
    for (Registration registration : set.toArray()) {
      set.remove(registration);
    }
    assertHolds(Set.of(), set);
  }

  private static void assertHolds(Set<Registration> expected, RegistrationSet set) {
    List<Registration> iterated = new ArrayList<>();
    set.forEach(iterated::add);
    assertEquals(expected.size(), iterated.size());
    assertEquals(expected, new HashSet<>(iterated));
    assertEquals(iterated, Arrays.asList(set.toArray()));
  }

  @Test
  void anEmptySetHasNothingToFindOrToIterate() {
    RegistrationSet set = RegistrationSet.ofSubject();
    assertNull(set.find(producer()));
    Iterator<Registration> iterator = set.iterator();
    assertFalse(iterator.hasNext());
    assertThrows(NoSuchElementException.class, iterator::next);
  }

  @Test
  void aCopyStaysAsItIsWhileTheSetChanges() {
    RegistrationSet set = RegistrationSet.ofProducer();
    ofSubjects.forEach(set::add);
    Registration[] copy = set.toArray();
    ofSubjects.forEach(set::remove);
    assertEquals(new HashSet<>(ofSubjects), new HashSet<>(Arrays.asList(copy)));
  }
}
