package io.github.vertxnsq.lookupd.http;

import static io.github.vertxnsq.lookupd.http.Progress.MAX_IDLE_MILLIS;
import static io.github.vertxnsq.lookupd.http.Progress.MAX_STALL_MILLIS;
import static io.github.vertxnsq.lookupd.http.Progress.MIN_TAKEN_BYTES;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.Progress.Trouble;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.HeapLevel;
import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a client is too slow, by a clock that goes as the test says. */
final class ProgressTest implements Progress.Owner {
  private static final long REQUEST_MILLIS = 30_000;
  private static final HttpServerOptions OPTIONS =
      new HttpServerOptions().setMaxHeaderSize(16 << 10);
  private static final long MAX_HELD_BYTES = 120_000;
  private static final MemoryBudget.Sizes NOTHING = new MemoryBudget.Sizes(0, 0);
  private static final String GET = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String POST = "POST /topic/create?topic=t HTTP/1.1\r\nHost: x\r\n";

  private final EmbeddedChannel channel =
      new EmbeddedChannel(new HttpRequestDecoder(), Answering.atOnce());
  private final List<Progress> gone = new ArrayList<>();
  private final List<Progress> awake = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private final MemoryBudget input = budget("in");
  private final MemoryBudget output = budget("out");
  private final Progress progress =
      Progress.of(channel, OPTIONS, REQUEST_MILLIS, new ClientMemory(input, output), this);
  private long nowMillis = -50_000;

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whoSaysNothingFromTheFirstIsSlow() {
    assertNull(troubleAfter(0));
    assertNull(troubleAfter(REQUEST_MILLIS - 1));
    assertEquals(Trouble.SLOW_REQUEST, troubleAfter(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G",
        "\r\n",
        "GET /ping HTTP/1.1\r\nHost: ",
        POST + "Content-Length: 1000\r\n\r\n",
        POST + "Content-Length: 1000\r\n\r\nx",
        POST + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y",
        GET + GET + "G"
      })
  void aRequestThatDoesNotComeWholeInTimeIsSlowHoweverOftenAByteComes(String begun) {
    receive(begun);
    assertNull(troubleAfter(0));
    for (int i = 0; i < 29; i++) {
      receive("\r");
      assertNull(troubleAfter(1_000), "after " + i + " s");
    }
    assertEquals(Trouble.SLOW_REQUEST, troubleAfter(1_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GET,
        GET + GET,
        POST + "\r\n",
        POST + "Content-Length: 2\r\n\r\nxx",
        POST + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n"
      })
  void betweenRequestsAConnectionMayWait(String whole) {
    receive(whole);
    assertNull(troubleAfter(0));
    assertNull(troubleAfter(MAX_IDLE_MILLIS - 1));
    assertEquals(Trouble.IDLE, troubleAfter(1));
  }

  @Test
  void whateverComesOrGoesEndsIdleness() {
    receive(GET);
    assertNull(troubleAfter(0));
    for (int i = 0; i < 3; i++) {
      assertNull(troubleAfter(MAX_IDLE_MILLIS - 1));
      receive(GET);
      assertNull(troubleAfter(1));
      assertNull(troubleAfter(MAX_IDLE_MILLIS - 1));
      answer(1);
      take(1);
      assertNull(troubleAfter(1));
    }
  }

  @Test
  void eachRequestHasTheWholeTime() {
    for (int i = 0; i < 3; i++) {
      receive("GET /ping HTTP/1.1\r\n");
      assertNull(troubleAfter(0));
      assertNull(troubleAfter(REQUEST_MILLIS - 1));
      receive("Host: x\r\n\r\n");
      receive("GET ");
      assertNull(troubleAfter(1));
      receive("/ping HTTP/1.1\r\nHost: x\r\n\r\n");
    }
  }

  @Test
  void theTimeInWhichItIsNotReadFromDoesNotCount() {
    receive("G");
    assertNull(troubleAfter(0));
    channel.config().setAutoRead(false);
    assertNull(troubleAfter(REQUEST_MILLIS));
    channel.config().setAutoRead(true);
    assertNull(troubleAfter(REQUEST_MILLIS));
    assertEquals(Trouble.SLOW_REQUEST, troubleAfter(REQUEST_MILLIS));
  }

  @Test
  void whoTakesNothingOfAnAnswerInTimeIsSlow() {
    answer(100);
    assertNull(troubleAfter(0));
    assertNull(troubleAfter(MAX_STALL_MILLIS - 1));
    assertEquals(Trouble.SLOW_READER, troubleAfter(1));
  }

  /** Some is taken all the time, and more is asked for: a client that answers itself dribbles. */
  @Test
  void whoTakesTooLittleInTimeIsSlow() {
    answer(3 * MIN_TAKEN_BYTES);
    assertNull(troubleAfter(0));
    for (int i = 0; i < 4; i++) {
      take(MIN_TAKEN_BYTES / 8);
      answer(MIN_TAKEN_BYTES / 8);
      assertNull(troubleAfter(MAX_STALL_MILLIS / 5));
    }
    assertEquals(Trouble.SLOW_READER, troubleAfter(MAX_STALL_MILLIS / 5));
  }

  @Test
  void whoTakesEnoughMayTakeLong() {
    receive(GET);
    answer(MIN_TAKEN_BYTES);
    assertNull(troubleAfter(0));
    for (int i = 0; i < 20; i++) {
      answer(MIN_TAKEN_BYTES);
      take(MIN_TAKEN_BYTES + 1_000); // what waits is counted with what Netty adds to it
      assertNull(troubleAfter(MAX_STALL_MILLIS - 1));
    }
  }

  @Test
  void whoHasTakenAllHasTheWholeTimeForTheNextAnswer() {
    receive(GET);
    for (int i = 0; i < 3; i++) {
      answer(100);
      assertNull(troubleAfter(0));
      assertNull(troubleAfter(MAX_STALL_MILLIS - 1));
      take(100);
      assertNull(troubleAfter(0));
      assertNull(troubleAfter(MAX_STALL_MILLIS));
    }
  }

  @Test
  void dropClosesAlthoughSomethingWaits() {
    answer(100);
    progress.drop();
    assertFalse(channel.isOpen());
    assertEquals(List.of(progress), gone);
    assertNull(troubleAfter(MAX_STALL_MILLIS));
  }

  @Test
  void whoHoldsMoreThanALittleWhileThereIsNoRoomIsInTrouble() {
    receive("GET /ping HTTP/1.1\r\nX: " + "x".repeat(9_000));
    assertEquals(List.of(), troubles);
    fillInput();
    channel.runPendingTasks();
    assertEquals(List.of(Trouble.NO_ROOM), troubles);
  }

  @Test
  void whoHoldsMuchGoesBeforeWhoHoldsWhatIsUsual() {
    List<String> dropped = new ArrayList<>();
    MemoryBudget.Share large = input.open(() -> "large", () -> dropped.add("large"));
    large.set(MAX_HELD_BYTES, 0);
    receive(GET + GET.substring(0, 20));
    channel.runPendingTasks();
    assertEquals(List.of("large"), dropped);
    assertEquals(List.of(), troubles);
  }

  @Test
  void whoIsGoneHoldsNothing() {
    receive("GET /" + "x".repeat(4_000));
    answer(4_000);
    assertNull(troubleAfter(0));
    assertNotEquals(NOTHING, input.held());
    assertNotEquals(NOTHING, output.held());
    progress.drop();
    assertEquals(NOTHING, input.held());
    assertEquals(NOTHING, output.held());
  }

  @Test
  void whoHasAskedAndBeenAnsweredHoldsNothing() {
    receive(GET.repeat(3));
    assertEquals(NOTHING, input.held());
    assertEquals(NOTHING, output.held());
  }

  @Test
  void whatWaitsToBeSentIsHeldUntilItIsTaken() {
    answer(1_000);
    assertNull(troubleAfter(0));
    long held = output.held().directBytes();
    assertTrue(held >= 1_000, held + " bytes");
    take(1_000);
    assertNull(troubleAfter(0));
    assertEquals(NOTHING, output.held());
  }

  @Test
  void restsWhenNothingIsAskedOrAnsweredUntilSomethingIs() {
    assertFalse(restsAfter(1_000), "nothing was asked");
    receive(GET);
    assertFalse(restsAfter(0), "just now it was");
    assertTrue(restsAfter(1));
    assertEquals(List.of(), awake);
    answer(1);
    assertEquals(List.of(progress), awake);
    assertFalse(restsAfter(1_000), "that is on its way");
    take(1);
    assertTrue(restsAfter(1_000));
    receive("G");
    assertEquals(List.of(progress, progress), awake);
    assertFalse(restsAfter(1_000), "a request has begun");
  }

  private static MemoryBudget budget(String direction) {
    return new MemoryBudget(
        direction,
        new MemoryBudget.Sizes(MAX_HELD_BYTES, MAX_HELD_BYTES),
        HeapLevel.UNKNOWN,
        new SimpleMeterRegistry(),
        System::nanoTime);
  }

  /** With what no other client is dropped for. */
  private void fillInput() {
    for (long bytes = 0; bytes < MAX_HELD_BYTES; bytes += MemoryBudget.SMALL_SHARE_BYTES) {
      input.open(() -> "another", () -> {}).set(MemoryBudget.SMALL_SHARE_BYTES, 0);
    }
  }

  private boolean restsAfter(long millis) {
    assertNull(troubleAfter(millis));
    return progress.rest(nowMillis);
  }

  @Override
  public void awake(Progress one) {
    awake.add(one);
  }

  @Override
  public void asked(Progress one) {
    // that is another test's
  }

  @Override
  public void troubled(Progress one, Trouble trouble) {
    troubles.add(trouble);
  }

  @Override
  public void gone(Progress one) {
    gone.add(one);
  }

  private Trouble troubleAfter(long millis) {
    nowMillis += millis;
    return progress.trouble(nowMillis);
  }

  private void receive(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, US_ASCII));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it is never flushed
  private void answer(int bytes) {
    channel.write(Unpooled.wrappedBuffer(new byte[bytes]));
  }

  /** The system takes so much of what waits. */
  private void take(int bytes) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    waiting.addFlush();
    waiting.removeBytes(bytes);
  }
}
