package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.function.Supplier;

/**
 * What one connection over HTTP holds of the memory for clients. Nothing is counted once the
 * connection is closed. Belongs to the connection's event loop.
 */
final class HeldMemory {
  private final Channel channel;
  private final MemoryBudget.Share input;
  private final MemoryBudget.Share output;
  private boolean isClosed;

  /** Whether anything of the input was said to be held, the last time. */
  private boolean holdsInput;

  private long givenBytes;
  private long unsentBytes;
  private long countedTakenBytes;

  /**
   * Opens the connection's shares, and lets others find that of the output by the channel.
   *
   * @param who the client, for the log
   * @param drop closes the connection; is run on its event loop
   */
  HeldMemory(Channel channel, ClientMemory memory, Supplier<String> who, Runnable drop) {
    this.channel = channel;
    Runnable dropOnLoop = () -> channel.eventLoop().execute(() -> dropIfOpen(drop));
    this.input = memory.input().open(who, dropOnLoop);
    this.output = memory.output().open(who, dropOnLoop);
    channel.attr(OutputShare.KEY).set(output);
  }

  private void dropIfOpen(Runnable drop) {
    if (channel.isOpen()) {
      drop.run();
    }
  }

  /** Whether anything that has come was held when it was counted last. */
  boolean holdsInput() {
    return holdsInput;
  }

  /** Counts what has come and is not dealt with. */
  void countInput(RequestDecoder decoder) {
    if (isClosed) {
      return;
    }
    long heapBytes = decoder.heapBytes();
    long directBytes = decoder.directBytes();
    if (holdsInput || heapBytes > 0 || directBytes > 0) { // mostly there is nothing
      holdsInput = heapBytes > 0 || directBytes > 0;
      input.set(heapBytes, directBytes);
    }
  }

  /** A request has come whole. */
  void completedInput() {
    if (holdsInput) {
      input.taken(RequestDecoder.REQUEST_BYTES);
    }
  }

  /** So many bytes more were given to Netty to be sent. */
  void given(long bytes) {
    givenBytes += bytes;
  }

  /** Counts what Netty has and the client has not taken. Returns how many bytes that are. */
  long countUnsent() {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer(); // null once it is closed
    long waiting = unsent == null ? 0 : unsent.totalPendingWriteBytes();
    if (waiting != unsentBytes && !isClosed) {
      unsentBytes = waiting;
      long taken = givenBytes - waiting;
      output.taken(Math.max(0, taken - countedTakenBytes)); // Netty adds to what it is given
      countedTakenBytes = taken;
      output.set(0, waiting);
    }
    return waiting;
  }

  /** How many bytes the client has taken, when so many are not sent yet. */
  long takenBytes(long unsent) {
    return givenBytes - unsent;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** The connection is closed. */
  void close() {
    isClosed = true;
    input.close();
    output.close();
  }
}
