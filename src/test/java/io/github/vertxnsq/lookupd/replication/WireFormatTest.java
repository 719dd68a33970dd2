package io.github.vertxnsq.lookupd.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever is written can be read, and whatever is read is a message or refused in good order. */
class WireFormatTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What any decoding may allocate, besides so many bytes for each that is there. */
  private static final long MOST_BYTES = 2_048;

  private static final long MOST_TIMES = 48;

  @Provide
  Arbitrary<ReplicationMessage> messages() {
    return AnyMessage.any();
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsRead(@ForAll("messages") ReplicationMessage message) throws Exception {
    assertEquals(message, WireFormat.decode(WireFormat.encode(message)));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsCutOffIsMalformed(@ForAll("messages") ReplicationMessage message) {
    Buffer whole = WireFormat.encode(message);
    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      UndecodableException refusal =
          assertThrows(UndecodableException.class, () -> WireFormat.decode(part));
      assertEquals(UndecodableException.Reason.MALFORMED, refusal.reason());
      assertTrue(refusal.position() <= length, refusal::getMessage);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatFollowsTheEndIsMalformed(
      @ForAll("messages") ReplicationMessage message, @ForAll @Size(min = 1, max = 4) byte[] more) {
    Buffer tooLong = WireFormat.encode(message).appendBytes(more);
    UndecodableException refusal =
        assertThrows(UndecodableException.class, () -> WireFormat.decode(tooLong));
    assertEquals(UndecodableException.Reason.MALFORMED, refusal.reason());
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void alteredBytesAreReadOrRefused(
      @ForAll("messages") ReplicationMessage message,
      @ForAll @Size(min = 1, max = 6) List<Integer> places,
      @ForAll @Size(6) byte[] values) {
    byte[] bytes = WireFormat.encode(message).getBytes();
    for (int i = 0; i < places.size(); i++) {
      // The first two bytes are left alone: they would be refused at once.
      int place = Math.floorMod(places.get(i), bytes.length - 2) + 2;
      bytes[place] = values[i];
    }
    assertFrugal(bytes);
  }

  @Property(tries = 3000)
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 200) byte[] body) {
    for (int kind = 0; kind < 10; kind++) {
      BytesOut out = new BytesOut(16);
      out.octet(WireFormat.VERSION);
      out.octet(kind);
      out.varint(body.length);
      assertFrugal(out.toBuffer().appendBytes(body).getBytes());
    }
  }

  /** Lengths and counts that lie, wherever there is one. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aNumberThatIsFarTooLargeAllocatesNothing(@ForAll("messages") ReplicationMessage message) {
    byte[] bytes = WireFormat.encode(message).getBytes();
    byte[] huge = {-1, -1, -1, -1, 7}; // 2^31 - 1
    for (int place = 3; place < bytes.length; place++) {
      Buffer body =
          Buffer.buffer().appendBytes(bytes, 3, place - 3).appendBytes(huge).appendBytes(bytes);
      Buffer altered =
          Buffer.buffer().appendByte(bytes[0]).appendByte(bytes[1]).appendBytes(lengthOf(body));
      assertFrugal(altered.appendBuffer(body).getBytes());
    }
  }

  private static byte[] lengthOf(Buffer body) {
    BytesOut out = new BytesOut(10);
    out.varint(body.length());
    return out.toBuffer().getBytes();
  }

  /** Decodes it, or finds it refused, without allocating much more than it is long. */
  private static void assertFrugal(byte[] bytes) {
    Buffer buffer = Buffer.buffer(bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      WireFormat.decode(buffer);
    } catch (UndecodableException refused) {
      // as it should be
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(
        allocated <= MOST_BYTES + MOST_TIMES * bytes.length,
        () -> allocated + " bytes for " + bytes.length);
  }

  @Example
  void namesChosenToHaveTheSameHashCostNoTime() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 1 << 14; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 14; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      Name topic = TopicName.parse(text.toString()).orElseThrow();
      changes.add(new Change.Created(topic, new Stamp(i, 1)));
    }
    changes.addAll(List.copyOf(changes));
    ReplicationMessage batch = new ReplicationMessage.Batch(1, 1, changes, false);
    assertTimeoutPreemptively(
        Duration.ofSeconds(1),
        () -> assertEquals(batch, WireFormat.decode(WireFormat.encode(batch))));
  }

  @Example
  void aRecordOfAnyLengthIsRead() throws Exception {
    // Lengths about those where the length itself takes another byte.
    for (int length : new int[] {100, 127, 128, 129, 16_383, 16_384, 70_000}) {
      for (int less = 0; less < 20; less++) {
        String name = "x".repeat(length - less);
        Change change =
            new Change.TombstoneSet(
                TopicName.parse("t").orElseThrow(), new NodeAddress(name, 1), new Stamp(1, 1));
        ReplicationMessage batch = new ReplicationMessage.Batch(1, 1, List.of(change), false);
        assertEquals(batch, WireFormat.decode(WireFormat.encode(batch)));
      }
    }
  }

  @Example
  void anAgeBelowZeroIsMalformed() {
    ReplicationMessage fromTheFuture =
        new ReplicationMessage.FactsPage(
            1,
            null,
            List.of(
                new CommonFacts.Aged(
                    new Change.Created(TopicName.parse("t").orElseThrow(), new Stamp(1, 1)), -1)),
            null);
    UndecodableException refusal =
        assertThrows(
            UndecodableException.class, () -> WireFormat.decode(WireFormat.encode(fromTheFuture)));
    assertEquals(UndecodableException.Reason.MALFORMED, refusal.reason());
  }
}
