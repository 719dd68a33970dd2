package io.github.vertxnsq.lookupd.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a registration costs between daemons. */
class WireFormatSizeTest {
  private static final int REGISTRATIONS = 1_000;
  private static final int NODE = 0x6B8F_2A11;
  private static final long WALL_MILLIS = 1_764_000_000_000L;

  private static Name topic(int number) {
    return TopicName.parse(String.format("orders_processed_%03d", number)).orElseThrow();
  }

  /** A batch of five milliseconds: two hundred REGISTERs in each, of ten connections in turn. */
  private static double batchBytes(int topics) throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < REGISTRATIONS; i++) {
      Stamp stamp = new Stamp(Stamp.hybridTimeOf(WALL_MILLIS + i / 200) + i % 200, NODE);
      ProducerId producer = new ProducerId(NODE, 70_000 + i % 10);
      changes.add(new Change.Registered(producer, topic(i % topics), stamp));
    }
    return bytesEach(new ReplicationMessage.Batch(NODE, 123_456, changes, false));
  }

  /** Producers that hold twenty topics each, registered within two seconds. */
  private static double sliceBytes(int topics) throws Exception {
    List<ProducerState> producers = new ArrayList<>();
    for (int p = 0; p < REGISTRATIONS / 20; p++) {
      long millis = WALL_MILLIS + p * 37_123L;
      List<ProducerState.Held> holdings = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        long time = Stamp.hybridTimeOf(millis + 1 + i * 100L);
        holdings.add(new ProducerState.Held(topic((p * 20 + i) % topics), time));
      }
      String host = "nsqd-" + p + ".example.com";
      PeerInfo peer =
          new PeerInfo("10.0.0." + p + ":34567", host, host, 4150, 4151, "1.3.0", "", "");
      Stamp stamp = new Stamp(Stamp.hybridTimeOf(millis), NODE);
      long heard = Stamp.hybridTimeOf(WALL_MILLIS + 3_600_000 + p * 200L);
      producers.add(
          new ProducerState(70_000 + p, peer, stamp, heard, 12_345, true, false, false, holdings));
    }
    return bytesEach(new ReplicationMessage.SlicePage(7, NODE, 123_456, 0, producers, true));
  }

  private static double bytesEach(ReplicationMessage message) throws Exception {
    assertEquals(message, WireFormat.decode(WireFormat.encode(message)));
    return (double) WireFormat.encode(message).length() / REGISTRATIONS;
  }

  private static void assertAtMost(double most, double actual) {
    assertTrue(actual <= most, () -> actual + " bytes a registration");
  }

  @Test
  void aRegistrationOfAKnownNameIsSomeFiveBytes() throws Exception {
    assertAtMost(5.3, batchBytes(10));
  }

  @Test
  void aNameOfTwentyCharactersIsTwentyTwoBytesMore() throws Exception {
    assertAtMost(27.1, batchBytes(REGISTRATIONS));
  }

  @Test
  void aRegistrationInASliceIsTenBytesWithItsShareOfTheProducer() throws Exception {
    assertAtMost(10.4, sliceBytes(10));
  }

  @Test
  void aPageOfASliceWithItsNamesIsTwentyTwoBytesMore() throws Exception {
    assertAtMost(32.2, sliceBytes(REGISTRATIONS));
  }
}
