package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.NodeView;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are kept and bodies that are rendered slice by slice are the same to clients. */
@ExtendWith(VertxExtension.class)
@Timeout(60)
final class BodyTest {
  private static final long KEEP_ALL = Long.MAX_VALUE;
  private static final long KEEP_NOTHING = 0;

  private static Content nodes(int nodes, int topics, String text) {
    List<TopicName> names =
        IntStream.range(0, topics)
            .mapToObj(i -> TopicName.parse("topic-" + i).orElseThrow())
            .toList();
    List<NodeView> views =
        IntStream.range(0, nodes)
            .mapToObj(
                i ->
                    new NodeView(
                        new Shown<>(
                            new PeerInfo("10.0.0.1:" + i, text, "h" + i, 1, 2, "1.3.0", "", "")),
                        names,
                        Set.of()))
            .toList();
    return ProducersJson.nodes(views);
  }

  private static Buffer together(Bytes bytes) {
    Buffer together = Buffer.buffer();
    for (Iterator<Buffer> slices = bytes.slices(); slices.hasNext(); ) {
      Buffer slice = slices.next();
      assertTrue(slice.length() > 0 && slice.length() <= Outflow.SLICE_BYTES, "a slice");
      together.appendBuffer(slice);
    }
    return together;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 2_000})
  void slicesTogetherAreWhatWouldBeKept(int nodes) {
    Content content = nodes(nodes, 30, "host");
    Buffer whole = new Body(content, KEEP_ALL).measure().kept();
    Body sliced = new Body(content, KEEP_NOTHING).measure();
    assertNull(sliced.kept());
    assertEquals(whole, together(sliced));
    assertEquals(whole, together(sliced), "for the next reader");
    assertEquals(whole.length(), sliced.length());
    assertEquals(EntityTag.of(whole), sliced.tag());
  }

  @Test
  void oneNodeMayBeLongerThanManySlices() {
    Content manyTopics = nodes(2, 20_000, "host");
    assertEquals(
        new Body(manyTopics, KEEP_ALL).measure().kept(),
        together(new Body(manyTopics, KEEP_NOTHING).measure()));
    Content longTexts = nodes(3, 1, "\u0001".repeat(60_000));
    assertEquals(
        new Body(longTexts, KEEP_ALL).measure().kept(),
        together(new Body(longTexts, KEEP_NOTHING).measure()));
  }

  /** What a reader makes stay must not grow with the length of names. */
  @Test
  void aLongBodyTakesWhatItsViewTakes() {
    Body body = new Body(nodes(100, 1_000, "host"), KEEP_NOTHING).measure();
    assertTrue(body.length() > 1 << 20, "is long");
    assertTrue(body.heapBytes() < body.length() / 2, body.heapBytes() + " bytes");
    Body kept = new Body(nodes(100, 1_000, "host"), KEEP_ALL).measure();
    assertEquals(kept.length(), kept.heapBytes());
  }

  @Test
  void partsArePutTogetherAndCut() {
    Body body = new Body(nodes(300, 30, "host"), KEEP_NOTHING).measure();
    Buffer whole = together(body);
    assertEquals(whole.slice(1, whole.length() - 1), together(body.without(1, 1)));
    Bytes joined =
        Bytes.joined(List.of(Bytes.of(Buffer.buffer("a")), body.without(1, 0), Bytes.of(whole)));
    assertEquals(
        Buffer.buffer("a").appendBuffer(whole.slice(1, whole.length())).appendBuffer(whole),
        together(joined));
    assertEquals(joined.length(), together(joined).length());
    assertEquals("ab", together(Bytes.joined(parts("a", "", "b"))).toString());
  }

  private static List<Bytes> parts(String... texts) {
    List<Bytes> parts = new ArrayList<>();
    for (String text : texts) {
      parts.add(Bytes.of(Buffer.buffer(text)));
    }
    return parts;
  }

  /** It would keep others waiting. */
  @Test
  void whatIsLargeIsNotMeasuredOnTheEventLoop(Vertx vertx) throws Exception {
    List<Thread> measuring = new ArrayList<>();
    Content large =
        new Content(
            1_000_000,
            0,
            () -> {
              measuring.add(Thread.currentThread());
              return Cursor.text("x".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            });
    Body body = new Body(large, KEEP_NOTHING);
    assertThrows(IllegalStateException.class, body::length);
    body.measured(vertx).await(20, TimeUnit.SECONDS);
    assertEquals(1, body.length());
    assertNotEquals(Thread.currentThread(), measuring.get(0));
    body.measured(vertx).await(20, TimeUnit.SECONDS);
    assertEquals(1, measuring.size(), "measured once");
  }
}
