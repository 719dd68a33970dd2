package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

/** However a stream is cut, the decoder gives the records that {@link DecoderModel} finds in it. */
class DecoderTest {
  private static final int MAX_LINE = 32;
  private static final int MAX_BODY = 48;

  /** The most that may wait for the rest of a record: a body one byte short of the largest. */
  private static final int MOST_HELD = Math.max(MAX_LINE, MAX_BODY - 1);

  @Property(tries = 2000)
  void recordsDoNotDependOnWhereTheBytesAreCut(
      @ForAll("streams") String stream,
      @ForAll @NotEmpty List<@IntRange(min = 1, max = 60) Integer> pieces) {
    List<String> expected = DecoderModel.recordsOf(stream, MAX_LINE, MAX_BODY);
    assertEquals(expected, decode(stream, List.of(Integer.MAX_VALUE), held -> {}), "whole");
    assertEquals(expected, decode(stream, List.of(1), DecoderTest::isBounded), "byte by byte");
    assertEquals(expected, decode(stream, pieces, DecoderTest::isBounded), "cut at random");
  }

  @Example
  void aLineAsLongAsTheLimitIsRead() {
    assertEquals(
        List.of("magic", "line " + "x".repeat(MAX_LINE)),
        decodeWhole("  V1" + "x".repeat(MAX_LINE) + "\n"));
  }

  @Example
  void aLineOneByteLongerIsAnErrorAlsoWhenItCameWhole() {
    assertEquals(
        List.of("magic", "error E_INVALID line is longer than 32 bytes"),
        decodeWhole("  V1" + "x".repeat(MAX_LINE + 1) + "\nPING\n"));
  }

  @Example
  void aLineThatNeverEndsIsAnErrorBeforeItEnds() {
    Recorder recorder = new Recorder();
    Decoder decoder = new Decoder(MAX_LINE, MAX_BODY, recorder);
    decoder.feed(Buffer.buffer("  V1" + "x".repeat(MAX_LINE + 1)));
    assertEquals(
        List.of("magic", "error E_INVALID line is longer than 32 bytes"), recorder.events());
  }

  @Example
  void aBodyAsLargeAsTheLimitIsReadAndALineAfterIt() {
    String body = "b".repeat(MAX_BODY);
    assertEquals(
        List.of("magic", "line IDENTIFY", "body " + body, "line PING"),
        decodeWhole("  V1IDENTIFY\n" + size(MAX_BODY) + body + "PING\n"));
  }

  @Example
  void anUnfinishedLineIsDropped() {
    assertEquals(List.of("magic", "line PING"), decodeWhole("  V1PING\nPING"));
  }

  private static List<String> decodeWhole(String stream) {
    return decode(stream, List.of(Integer.MAX_VALUE), held -> {});
  }

  /** The records of a stream fed in pieces of these sizes, over and over, and ended. */
  private static List<String> decode(
      String stream, List<Integer> sizes, Consumer<Integer> heldAfterEachPiece) {
    Recorder recorder = new Recorder();
    Decoder decoder = new Decoder(MAX_LINE, MAX_BODY, recorder);
    int from = 0;
    for (int piece = 0; from < stream.length(); piece++) {
      int to = (int) Math.min(stream.length(), (long) from + sizes.get(piece % sizes.size()));
      decoder.feed(Buffer.buffer(stream.substring(from, to).getBytes(ISO_8859_1)));
      from = to;
      if (!recorder.isOver()) {
        int held = from - recorder.consumed();
        heldAfterEachPiece.accept(held);
        long counted = decoder.heapBytes() / 2; // they are in a buffer that doubles
        assertTrue(counted == held || counted == held - Integer.BYTES, counted + " for " + held);
      }
    }
    decoder.end();
    return recorder.events();
  }

  private static void isBounded(int held) {
    // The size before a body is not a record: it is still counted as held.
    assertTrue(held <= MOST_HELD + Integer.BYTES, () -> "holds " + held);
  }

  @Provide
  Arbitrary<String> streams() {
    Arbitrary<String> magic =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.just("  V1")), Tuple.of(1, bytes().ofMaxLength(6)));
    Arbitrary<String> pieces =
        Arbitraries.frequencyOf(
                Tuple.of(8, lines()), Tuple.of(3, identifies()), Tuple.of(1, unfinished()))
            .list()
            .ofMaxSize(8)
            .map(list -> String.join("", list));
    return magic.flatMap(first -> pieces.map(rest -> first + rest));
  }

  private static Arbitrary<String> lines() {
    Arbitrary<String> text =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of("PING", "", "\r", "REGISTER t c", " IDENTIFY x")),
            Tuple.of(1, Arbitraries.of("STOP")),
            Tuple.of(3, bytes().ofMaxLength(MAX_LINE).map(line -> line.replace("\n", ""))),
            Tuple.of(
                2,
                Arbitraries.integers()
                    .between(MAX_LINE - 1, MAX_LINE + 1)
                    .map(length -> "x".repeat(length))));
    return text.flatMap(line -> Arbitraries.of("\n", "\r\n").map(end -> line + end));
  }

  private static Arbitrary<String> identifies() {
    Arbitrary<Integer> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.of(0, 1, 7, MAX_BODY - 1, MAX_BODY)),
            Tuple.of(
                1,
                Arbitraries.of(
                    MAX_BODY + 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x0A0A0A0A)));
    return sizes.flatMap(
        size -> {
          int length = Math.min(MAX_BODY, Math.max(0, size));
          return bytes().ofLength(length).map(body -> "IDENTIFY\n" + size(size) + body);
        });
  }

  /** Ends in the midst of a record, or brings what follows out of step. */
  private static Arbitrary<String> unfinished() {
    Arbitrary<String> beginnings =
        Arbitraries.of("PI", "IDENTIFY\n", "IDENTIFY\n\0\0", "IDENTIFY\n" + size(9) + "12345");
    return Arbitraries.oneOf(beginnings, bytes().ofMaxLength(20));
  }

  private static StringArbitrary bytes() {
    return Arbitraries.strings().withCharRange('\0', '\u00ff');
  }

  private static String size(int size) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(size).array();
    return new String(bytes, ISO_8859_1);
  }
}
