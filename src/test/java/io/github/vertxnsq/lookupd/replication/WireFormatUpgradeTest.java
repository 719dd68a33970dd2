package io.github.vertxnsq.lookupd.replication;

import static io.github.vertxnsq.lookupd.replication.UndecodableException.Reason.MALFORMED;
import static io.github.vertxnsq.lookupd.replication.UndecodableException.Reason.UNKNOWN_VERSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What later versions may write, and what none may. Spaces part the fields; all in hex. */
class WireFormatUpgradeTest {
  private static final TopicName TOPIC = TopicName.parse("t").orElseThrow();
  private static final TopicName SECOND = TopicName.parse("u").orElseThrow();
  private static final String SENDER = "00000001";
  private static final String NO_NAMES = "00";
  private static final String TWO_NAMES = "02 00 02 74 00 02 75";

  private static Buffer bytes(String hex) {
    return Buffer.buffer(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** A message of that kind: of its sender, 1, and what follows. */
  private static Buffer message(int kind, String rest) {
    Buffer body = bytes(SENDER + rest);
    BytesOut header = new BytesOut(8);
    header.octet(WireFormat.VERSION);
    header.octet(kind);
    header.varint(body.length());
    return header.toBuffer().appendBuffer(body);
  }

  private static UndecodableException refusal(Buffer message) {
    return assertThrows(UndecodableException.class, () -> WireFormat.decode(message));
  }

  @Test
  void fieldsAddedToAMessageAreSkipped() throws Exception {
    assertEquals(
        new ReplicationMessage.Ack(1, 5), WireFormat.decode(message(2, NO_NAMES + "05 FFFFFF")));
    assertEquals(new ReplicationMessage.Goodbye(1), WireFormat.decode(message(8, "00 FFFFFF")));
  }

  @Test
  void fieldsAddedToAChangeAreSkipped() throws Exception {
    String registered = "06 03 04 02 06 FFFF";
    String next = "04 03 00 02 02";
    assertEquals(
        new ReplicationMessage.Batch(
            1,
            9,
            List.of(
                new Change.Registered(new ProducerId(1, 2), TOPIC, new Stamp(3, 1)),
                new Change.Registered(new ProducerId(1, 2), SECOND, new Stamp(4, 1))),
            false),
        WireFormat.decode(message(1, TWO_NAMES + "09 00 02" + registered + next)));
  }

  @Test
  void fieldsAddedToAnyRecordOfASliceAreSkipped() throws Exception {
    String peer = "0A 00 00 00 02 04 00 00 00 FFFF";
    String held = "04 02 06 FFFF";
    String producer = "17 01 04" + peer + "02 02 07 00 01" + held + "FF";
    assertEquals(
        new ReplicationMessage.SlicePage(
            1,
            1,
            3,
            0,
            List.of(
                new ProducerState(
                    2,
                    new PeerInfo("", "", "", 1, 2, "", "", ""),
                    new Stamp(1, 1),
                    2,
                    7,
                    true,
                    false,
                    false,
                    List.of(new ProducerState.Held(TOPIC, 4)))),
            false),
        WireFormat.decode(message(5, TWO_NAMES + SENDER + "06 00 00 01" + producer)));
  }

  /** Of names that a producer had given up, which mattered before. */
  @Test
  void namesThatOlderVersionsTellOfInASliceAreReadOver() throws Exception {
    String peer = "08 00 00 00 02 04 00 00 00";
    String held = "02 02 06";
    String producer = "14 09 04" + peer + "02 02 07 01 02 01" + held;
    assertEquals(
        new ReplicationMessage.SlicePage(
            1,
            1,
            3,
            0,
            List.of(
                new ProducerState(
                    2,
                    new PeerInfo("", "", "", 1, 2, "", "", ""),
                    new Stamp(1, 1),
                    2,
                    7,
                    true,
                    false,
                    true,
                    List.of(new ProducerState.Held(SECOND, 4)))),
            false),
        WireFormat.decode(message(5, TWO_NAMES + SENDER + "06 00 00 01" + producer)));
  }

  @Test
  void fieldsAddedToTheRecordsOfADigestAreSkipped() throws Exception {
    String head = "01 6E 00 0000000000000001 0000000000000002 03";
    String origin = "0F 00000001 04 0000000000000005 FFFF";
    String age = "05 02 04 06 FFFF";
    String rest = "0000000000000007 02 05 01 6D 02 FFFF 03 01 6E FF";
    assertEquals(
        new ReplicationMessage.Digest(
            1,
            "n",
            false,
            List.of(new ReplicationMessage.OriginState(1, 4, 5)),
            1,
            2,
            3,
            false,
            List.of(new ReplicationMessage.Age(1, 4, 6)),
            false,
            false,
            7,
            List.of(new ReplicationMessage.Opinion("m", Hearing.CLOCK))),
        WireFormat.decode(message(3, NO_NAMES + head + "01" + origin + "01" + age + rest + "FF")));
  }

  @Test
  void flagsThatAreNotKnownAreIgnored() throws Exception {
    assertEquals(
        new ReplicationMessage.Batch(1, 9, List.of(), true),
        WireFormat.decode(message(1, NO_NAMES + "09 FF 00")));
  }

  @Test
  void aFactOfAnUnknownKindIsSkipped() throws Exception {
    String created = "05 03 06 02 02 00";
    String unknown = "07 05 1F FFFFFFFF 00";
    String next = "07 03 06 02 02 01 FFFF";
    assertEquals(
        new ReplicationMessage.FactsPage(
            1,
            null,
            List.of(
                new CommonFacts.Aged(new Change.Created(TOPIC, new Stamp(1, 1)), 0),
                new CommonFacts.Aged(new Change.Created(SECOND, new Stamp(2, 1)), 1)),
            null),
        WireFormat.decode(message(7, TWO_NAMES + "00 00 03" + created + unknown + next)));
  }

  @ParameterizedTest
  @CsvSource({"03 0B 02 02", "03 1F 02 02", "03 80 02 02", "03 83 02 02", "03 00 02 02"})
  void aBatchWithAChangeOfAnUnknownKindIsRefused(String change) {
    UndecodableException refusal = refusal(message(1, NO_NAMES + "09 00 01" + change));
    assertEquals(UNKNOWN_VERSION, refusal.reason(), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"00", "02", "FF"})
  void anotherVersionIsRefused(String version) {
    assertEquals(UNKNOWN_VERSION, refusal(bytes(version)).reason());
  }

  @ParameterizedTest
  @CsvSource({"00", "09", "FF"})
  void anUnknownKindOfMessageIsRefused(String kind) {
    assertEquals(UNKNOWN_VERSION, refusal(bytes("01" + kind + "00")).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "'', byte is cut off at byte 0",
    "01, byte is cut off at byte 1",
    "01 08, number is cut off at byte 2",
    "01 08 05 00000001, length beyond the end at byte 3",
    "01 08 05 00000001 00 FF, 1 bytes behind the end at byte 8",
    "01 08 03 000000, number is cut off at byte 3",
    "01 08 FFFFFFFFFFFFFFFFFF01 00, length beyond the end at byte 12",
    "01 08 FFFFFFFFFFFFFFFFFF02 00, number of more than 64 bits at byte 11",
    "01 08 FFFFFFFF07 00, length beyond the end at byte 7",
    "01 08 07 00000001 02 00 02, more records than there are bytes at byte 7",
    "01 08 08 00000001 01 00 02 2A, invalid name at byte 11",
    "01 08 07 00000001 01 00 00, invalid name at byte 10",
    "01 08 07 00000001 01 00 01, text of a name that is not there at byte 10",
    "01 08 08 00000001 01 01 02 61, channel of a topic that is not there at byte 9",
    "01 06 07 00000001 00 02 00, name that is not there at byte 9",
  })
  void whatNobodyWritesIsMalformed(String hex, String expected) {
    UndecodableException refusal = refusal(bytes(hex));
    assertEquals(MALFORMED, refusal.reason(), refusal.getMessage());
    assertEquals(expected, refusal.getMessage());
    assertTrue(expected.endsWith(" " + refusal.position()));
  }

  @ParameterizedTest
  @CsvSource({
    "09 00 7F 03 05 02, more records than there are bytes",
    "09 00 01 02 05, more records than there are bytes",
    "09 00 01 01 05 02, number is cut off",
    "09 00 01 04 05 02, length beyond the end",
    "09 00 01 04 04 02 00 00, name that is not there",
    "09 00 01 08 08 00 01 80 02 02 00 00, name that is not there",
  })
  void changesThatNobodyWritesAreMalformed(String rest, String expected) {
    assertMalformed(message(1, NO_NAMES + rest), expected);
  }

  @Test
  void aTextThatIsNotUtf8IsMalformed() {
    assertMalformed(message(1, TWO_NAMES + "09 00 01 06 08 02 01 C3 02 02"), "not UTF-8");
  }

  @Test
  void aChannelIsNoTopic() {
    String names = "02 00 02 74 01 02 75";
    assertMalformed(message(6, names + "02"), "channel in place of a topic");
    assertMalformed(message(1, names + "09 00 01 06 08 04 01 61 02 02"), "channel in place");
    assertMalformed(message(6, "03 00 02 74 01 02 75 01 02 75 00"), "channel in place of a topic");
  }

  private static void assertMalformed(Buffer message, String expected) {
    UndecodableException refusal = refusal(message);
    assertEquals(MALFORMED, refusal.reason(), refusal.getMessage());
    assertTrue(refusal.getMessage().contains(expected), refusal::getMessage);
  }

  @Test
  void channelsOfOneNameShareItsText() throws Exception {
    String names = "04 00 02 74 01 02 63 00 02 75 01 03";
    ReplicationMessage.Batch batch =
        (ReplicationMessage.Batch)
            WireFormat.decode(message(1, names + "09 00 02 04 06 04 02 00 04 06 04 02 00"));
    Change.Created first = (Change.Created) batch.changes().get(0);
    Change.Created second = (Change.Created) batch.changes().get(1);
    assertEquals("t:c u:c", first.name() + " " + second.name());
  }
}
