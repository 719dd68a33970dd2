package io.github.vertxnsq.lookupd.hostile;

import io.github.vertxnsq.lookupd.limits.OutOfMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that takes memory until there is none, again and again, and tells nobody but the log of
 * it, at a level that is not written. It ends only when it is ended.
 */
public final class MemoryLoser {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryLoser.class);
  private static final int BYTES = 1 << 20;
  private static final long PAUSE_MILLIS = 100;

  private static final List<byte[]> HEAP = new ArrayList<>();
  private static final List<ByteBuf> DIRECT = new ArrayList<>();

  private MemoryLoser() {}

  /** Takes memory of the kind that the argument names: {@code heap} or {@code direct}. */
  @SuppressWarnings("FutureReturnValueIgnored") // it goes on until the process ends
  public static void main(String[] arguments) {
    OutOfMemory.ofThisProcess().watch();
    boolean ofHeap = arguments[0].equals("heap");
    Executors.newSingleThreadScheduledExecutor()
        .scheduleWithFixedDelay(() -> lose(ofHeap), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void lose(boolean ofHeap) {
    try {
      while (true) {
        if (ofHeap) {
          HEAP.add(new byte[BYTES]);
        } else {
          DIRECT.add(PooledByteBufAllocator.DEFAULT.directBuffer(BYTES));
        }
      }
    } catch (OutOfMemoryError fault) {
      LOG.trace("nobody reads this", new IllegalStateException(fault));
    }
  }
}
