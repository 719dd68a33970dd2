package io.github.vertxnsq.lookupd.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code /debug} tells everything as it is held, in slices. */
class DebugListingTest {
  private final RegistryDriver registry = new RegistryDriver();
  private final PeerInfo peer = Samples.peer("nsqd-1", "r1");
  private final ProducerId producer = registry.connect(peer);

  @BeforeEach
  void twoTopicsAreRegistered() {
    registry.register(producer, "a", "x");
    registry.register(producer, "b", "x");
    registry.create(Samples.channel("c", "unheld"));
  }

  private static List<String> keysOf(DebugSlice slice) {
    return slice.groups().stream().map(DebugSlice.Group::key).toList();
  }

  @Test
  void keysAreCategoryKeyAndSubkeyAndThoseWithoutProducersAreLeftOut() {
    DebugSlice all = registry.debug(1000).get(0);
    assertEquals(
        List.of("channel:a:x", "channel:b:x", "client::", "topic:a:", "topic:b:"), keysOf(all));
    assertNull(all.next());
  }

  @Test
  void anEntryTellsWhenTheProducerWasLastHeard() {
    registry.passMillis(1500);
    registry.ping(producer);
    registry.passMillis(1500);
    registry.register(producer, "a", "y");
    assertEquals(
        List.of(new DebugSlice.Entry(peer, RegistryDriver.WALL_START_MILLIS + 1500, false, 0)),
        registry.debug("channel:a:y"));
  }

  @Test
  void aSliceEndsWithTheNameThatFillsItHeldOrNot() {
    List<DebugSlice> slices = registry.debug(2);
    assertEquals(List.of("channel:a:x", "channel:b:x"), keysOf(slices.get(0)));
    assertEquals(List.of("client::", "topic:a:"), keysOf(slices.get(1)));
    assertEquals(List.of("topic:b:"), keysOf(slices.get(2)));
    assertEquals(
        List.of(), keysOf(slices.get(3)), "looking at c, which nobody holds, was work too");
    assertEquals(4, slices.size());
  }

  @Test
  void aSliceNamesAKeyOnceAndTheNextOneMayGoOnWithIt() {
    registry.connect("nsqd-2", "r2");
    registry.connect("nsqd-3", "r3");
    List<DebugSlice> slices = registry.debug(4);
    assertEquals(List.of("channel:a:x", "channel:b:x", "client::"), keysOf(slices.get(0)));
    assertEquals(2, slices.get(0).groups().get(2).entries().size());
    assertEquals(List.of("client::", "topic:a:", "topic:b:"), keysOf(slices.get(1)));
    assertEquals(1, slices.get(1).groups().get(0).entries().size());
  }

  @Test
  void whatGoesBetweenTwoSlicesDoesNotStopTheListing() {
    DebugSlice first = registry.ask(new Query.Debug(DebugSlice.Cursor.START, 1));
    registry.delete(Samples.topic("a"));
    DebugSlice rest = registry.ask(new Query.Debug(first.next(), 1000));
    assertEquals(List.of("channel:b:x", "client::", "topic:b:"), keysOf(rest));
  }

  @Test
  void ofNothingThereIsOneEmptySlice() {
    assertEquals(List.of(new DebugSlice(List.of(), null)), new RegistryDriver().debug(1));
  }
}
