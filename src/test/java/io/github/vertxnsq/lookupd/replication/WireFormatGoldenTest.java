package io.github.vertxnsq.lookupd.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of one message of each kind. They are what daemons of other versions write and read:
 * where this fails, the format has changed, and what {@link WireFormat} says of that applies.
 */
class WireFormatGoldenTest {
  private static final int SENDER = 0x0102_0304;
  private static final int OTHER = 0x0A0B_0C0D;
  private static final TopicName TOPIC = TopicName.parse("orders").orElseThrow();
  private static final ChannelName CHANNEL = ChannelName.parse(TOPIC, "mail").orElseThrow();
  private static final ProducerId PRODUCER = new ProducerId(SENDER, 300);
  private static final PeerInfo PEER =
      new PeerInfo("10.0.0.1:5", "h", "n\u00E9", 4150, 4151, "1.3.0", "", "");

  private static Stamp stamp(long time) {
    return new Stamp(Stamp.hybridTimeOf(1_764_000_000_000L) + time, SENDER);
  }

  private static final ReplicationMessage BATCH =
      new ReplicationMessage.Batch(
          SENDER,
          1_000,
          List.of(
              new Change.Identified(PRODUCER, PEER, stamp(0)),
              new Change.Heard(PRODUCER, stamp(1)),
              new Change.Registered(PRODUCER, CHANNEL, stamp(2)),
              new Change.Unregistered(PRODUCER, TOPIC),
              new Change.Silence(PRODUCER, true, false),
              new Change.Silence(PRODUCER, false, false),
              new Change.Ended(new ProducerId(OTHER, 299)),
              new Change.Created(CHANNEL, new Stamp(stamp(1 << 16).hybridTime(), OTHER)),
              new Change.Deleted(TOPIC, stamp(1 << 17)),
              new Change.TombstoneSet(TOPIC, new NodeAddress("n", -1), stamp(0)),
              new Change.Spent(CHANNEL, stamp(3))),
          true);

  private static final ReplicationMessage DIGEST =
      new ReplicationMessage.Digest(
          SENDER,
          "lookupd-1",
          true,
          List.of(
              new ReplicationMessage.OriginState(SENDER, 1_010, 0x1122_3344_5566_7788L),
              new ReplicationMessage.OriginState(OTHER, 0, -1)),
          0x99AA_BBCC_DDEE_FF00L,
          stamp(5).hybridTime(),
          29_399_940,
          true,
          List.of(
              new ReplicationMessage.Age(300, stamp(0).hybridTime(), 0),
              new ReplicationMessage.Age(302, stamp(1).hybridTime(), 1_500)),
          true,
          false,
          1_764_000_000_000L,
          List.of(
              new ReplicationMessage.Opinion("m-1", Hearing.HEARD),
              new ReplicationMessage.Opinion("m-2", Hearing.CLOCK)));

  private static final ReplicationMessage SLICE =
      new ReplicationMessage.SlicePage(
          SENDER,
          OTHER,
          1_010,
          299,
          List.of(
              new ProducerState(
                  300,
                  PEER,
                  new Stamp(stamp(0).hybridTime(), OTHER),
                  stamp(9).hybridTime(),
                  250,
                  true,
                  false,
                  false,
                  List.of(
                      new ProducerState.Held(TOPIC, stamp(1).hybridTime()),
                      new ProducerState.Held(CHANNEL, stamp(2).hybridTime()))),
              new ProducerState(
                  301, PEER, stamp(3), stamp(3).hybridTime(), 0, false, true, false, List.of())),
          true);

  private static final ReplicationMessage FACTS =
      new ReplicationMessage.FactsPage(
          SENDER,
          null,
          List.of(
              new CommonFacts.Aged(new Change.Created(TOPIC, stamp(0)), 0),
              new CommonFacts.Aged(
                  new Change.TombstoneSet(TOPIC, new NodeAddress("n", 4151), stamp(1)), 7_000)),
          TOPIC);

  static Stream<Arguments> golden() {
    return Stream.of(
        Arguments.of(
            BATCH,
            "01017f0102030402000c6f726465727301086d61696ce807010b2a01d8041d0b"
                + "31302e302e302e313a350268046ec3a9ec40ee4006312e332e30000080808080"
                + "fda5db9a0303020002040300040203040001030a0001030a000006250a0b0c0d"
                + "01094602fcff070a0b0c0d09470180800801020304080800016e01ffff0f0309"
                + "0206"),
        Arguments.of(new ReplicationMessage.Ack(SENDER, 1_010), "0102070102030400f207"),
        Arguments.of(
            DIGEST,
            "0103620102030400096c6f6f6b7570642d310799aabbccddeeff00019ab697e8"
                + "00000584b7820e020e01020304f20711223344556677880d0a0b0c0d00ffffff"
                + "ffffffffff0204d8040900040402dc0b0000019ab697e8000205036d2d310005"
                + "036d2d3202"),
        Arguments.of(
            new ReplicationMessage.FetchSlice(SENDER, OTHER, 299), "01040b01020304000a0b0c0dab02"),
        Arguments.of(
            SLICE,
            "01056a0102030402000c6f726465727301086d61696c0a0b0c0de40fab020102"
                + "3501d8041d0b31302e302e302e313a350268046ec3a9ec40ee4006312e332e30"
                + "000080808080fda5db9a0312fa0100020202020202021606020a000000ec40ee"
                + "40000000020102030400000000"),
        Arguments.of(
            new ReplicationMessage.FetchFacts(SENDER, TOPIC), "01060e0102030401000c6f726465727301"),
        Arguments.of(
            FACTS,
            "0107290102030401000c6f72646572730001020d0b060280808080fda5db9a03"
                + "000a070800016eee4002d836"),
        Arguments.of(new ReplicationMessage.Goodbye(SENDER), "0108050102030400"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void theBytesStayTheSame(ReplicationMessage message, String hex) throws Exception {
    assertEquals(hex, HexFormat.of().formatHex(WireFormat.encode(message).getBytes()));
    assertEquals(message, WireFormat.decode(Buffer.buffer(HexFormat.of().parseHex(hex))));
  }

  @Test
  void noKindIsMissing() {
    assertEquals(
        Set.of(ReplicationMessage.class.getPermittedSubclasses()),
        golden().map(each -> each.get()[0].getClass()).collect(Collectors.toSet()));
    assertEquals(
        Set.of(Change.class.getPermittedSubclasses()),
        ((ReplicationMessage.Batch) BATCH)
            .changes().stream().map(Object::getClass).collect(Collectors.toSet()));
  }
}
