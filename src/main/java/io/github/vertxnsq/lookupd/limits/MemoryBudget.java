package io.github.vertxnsq.lookupd.limits;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that all clients together make the daemon hold in one direction: either what they have
 * sent and nobody has dealt with yet, or what was made for them and they have not taken yet. Sizes
 * are those of the JVM's objects and buffers, not those on the wire.
 *
 * <p>Each connection has a {@link Share}. When all shares together are more than the budget, the
 * connections that hold most for the longest time, and take or finish least of it, are dropped
 * until an eighth of the budget is free again. A share of at most {@link #SMALL_SHARE_BYTES} is
 * never a reason to drop a connection; the limits on connections bound their sum.
 *
 * <p>Any thread may use a budget.
 */
public final class MemoryBudget {
  /** As much as a part of an ordinary request, IDENTIFY or answer takes. */
  public static final long SMALL_SHARE_BYTES = 1 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);
  private static final long LOG_PAUSE_NANOS = 1_000_000_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String direction;
  private final Sizes max;
  private final HeapLevel heapLevel;
  private final LongSupplier nanoTime;
  private final AtomicLong heapBytes = new AtomicLong();
  private final AtomicLong directBytes = new AtomicLong();
  private final Counter drops;

  /** Only these can be dropped: nearly all connections rest, and are not looked at. */
  private final Set<Share> largeShares = ConcurrentHashMap.newKeySet();

  private final ReentrantLock shedding = new ReentrantLock();

  /** Guarded by {@link #shedding}. */
  private long unlogged;

  /** Guarded by {@link #shedding}. */
  private long nextLineNanos;

  /**
   * How much memory there is, of each kind.
   *
   * @param heapBytes on the JVM's heap
   * @param directBytes in Netty's buffers outside of the heap
   */
  public record Sizes(long heapBytes, long directBytes) {}

  /**
   * Registers the meters.
   *
   * @param direction {@code in} or {@code out}, for meters and log
   * @param heapLevel while it is full, half of the heap's part counts; while it is scarce, a
   *     quarter
   * @param nanoTime monotonic, {@code System::nanoTime}
   */
  public MemoryBudget(
      String direction,
      Sizes max,
      HeapLevel heapLevel,
      MeterRegistry meters,
      LongSupplier nanoTime) {
    this.direction = direction;
    this.max = max;
    this.heapLevel = heapLevel;
    this.nanoTime = nanoTime;
    this.nextLineNanos = nanoTime.getAsLong();
    gauge("heap", heapBytes, this::maxHeapBytes, meters);
    gauge("direct", directBytes, max::directBytes, meters);
    this.drops =
        Counter.builder("nsqlookupd.client.memory.drops")
            .description("Connections dropped because clients together held too much memory")
            .tag("direction", direction)
            .register(meters);
  }

  private void gauge(
      String kind, AtomicLong bytes, Supplier<Number> maxBytes, MeterRegistry meters) {
    Gauge.builder("nsqlookupd.client.memory.bytes", bytes, AtomicLong::get)
        .description("Memory that clients make the daemon hold")
        .tag("direction", direction)
        .tag("kind", kind)
        .strongReference(true)
        .register(meters);
    Gauge.builder("nsqlookupd.client.memory.max.bytes", maxBytes)
        .description("How much of it there may be before connections are dropped")
        .tag("direction", direction)
        .tag("kind", kind)
        .strongReference(true)
        .register(meters);
  }

  /**
   * Opens the share of a connection, which holds nothing yet.
   *
   * @param who the client, for the log; any thread may ask
   * @param drop closes the connection at once, and so has the share closed; any thread may run it
   */
  public Share open(Supplier<String> who, Runnable drop) {
    return new Share(who, drop);
  }

  /**
   * Counts something on the heap that several connections may hold, like the body of an answer:
   * once, while any of them does.
   */
  public Common common(long bytes) {
    return new Common(bytes);
  }

  /** How much all clients together hold now. */
  public Sizes held() {
    return new Sizes(heapBytes.get(), directBytes.get());
  }

  private long maxHeapBytes() {
    if (heapLevel.isScarce()) {
      return max.heapBytes() / 4;
    }
    return heapLevel.isFull() ? max.heapBytes() / 2 : max.heapBytes();
  }

  private boolean isExceededBy(long heap, long direct) {
    return heap > maxHeapBytes() || direct > max.directBytes();
  }

  /**
   * Drops the worst connections until half of what all hold outside of the heap is free: it is
   * full, whatever the budget says.
   */
  public void relieveDirect() {
    shed(directBytes.get() / 2);
  }

  /**
   * Drops the worst connections until enough would be free, as soon as those are gone.
   *
   * @param maxDirectBytes what all may hold outside of the heap
   */
  private void shed(long maxDirectBytes) {
    if (!shedding.tryLock()) {
      return; // another thread does it
    }
    try {
      List<Share> candidates = new ArrayList<>();
      long heap = heapBytes.get();
      long direct = directBytes.get();
      for (Share share : largeShares) {
        if (share.isDropped) {
          heap -= share.heapWeight();
          direct -= share.directBytes;
        } else {
          candidates.add(share);
        }
      }
      long maxHeapBytes = maxHeapBytes();
      boolean wantsHeap = heap > maxHeapBytes;
      boolean wantsDirect = direct > maxDirectBytes;
      if (!wantsHeap && !wantsDirect) {
        return; // enough is dropped already, and will be free soon
      }
      long heapGoal = wantsHeap ? maxHeapBytes - maxHeapBytes / 8 : Long.MAX_VALUE;
      long directGoal = wantsDirect ? maxDirectBytes - maxDirectBytes / 8 : Long.MAX_VALUE;
      long nowNanos = nanoTime.getAsLong();
      candidates.forEach(share -> share.judge(wantsHeap, wantsDirect, nowNanos));
      candidates.sort(Comparator.comparingDouble((Share share) -> share.badness).reversed());
      for (Share share : candidates) {
        if (share.badness == 0 || (heap <= heapGoal && direct <= directGoal)) {
          return;
        }
        heap -= share.heapWeight();
        direct -= share.directBytes;
        log(share, nowNanos);
        share.isDropped = true;
        drops.increment();
        share.drop.run();
      }
    } finally {
      shedding.unlock();
    }
  }

  private void log(Share share, long nowNanos) {
    unlogged++;
    if (nowNanos - nextLineNanos >= 0) {
      nextLineNanos = nowNanos + LOG_PAUSE_NANOS;
      LOG.warn(
          "Memory of clients ({}): dropped client({}), which held {} bytes of heap and {} direct"
              + " bytes. All clients held {} of {} bytes of heap and {} of {} direct bytes."
              + " Dropped {} since the last such line.",
          direction,
          share.who.get(),
          share.heapWeight(),
          share.directBytes,
          heapBytes.get(),
          maxHeapBytes(),
          directBytes.get(),
          max.directBytes(),
          unlogged);
      unlogged = 0;
    }
  }

  /** Something on the heap that is counted once, however many connections hold it. */
  public final class Common {
    private final long bytes;
    private final AtomicLong holders = new AtomicLong();

    private Common(long bytes) {
      this.bytes = bytes;
    }

    private void hold() {
      if (holders.getAndIncrement() == 0) {
        heapBytes.addAndGet(bytes);
      }
    }

    private void release() {
      if (holders.decrementAndGet() == 0) {
        heapBytes.addAndGet(-bytes);
      }
    }
  }

  /** What one connection holds. Belongs to the connection's event loop. */
  public final class Share {
    private final Supplier<String> who;
    private final Runnable drop;

    // Written by the event loop alone, and read by whoever looks for connections to drop.
    private volatile long heapBytes;
    private volatile long directBytes;
    private volatile Common common;
    private volatile long takenBytes;
    private volatile long largeSinceNanos;

    private boolean isClosed;

    /** Guarded by {@link #shedding}. */
    private boolean isDropped;

    /** Of the last look for connections to drop; guarded by {@link #shedding}. */
    private double badness;

    private Share(Supplier<String> who, Runnable drop) {
      this.who = who;
      this.drop = drop;
    }

    /**
     * Says how much the connection holds by itself now. May drop connections, this one included.
     *
     * @param newHeapBytes 0 or more
     * @param newDirectBytes 0 or more
     */
    public void set(long newHeapBytes, long newDirectBytes) {
      if (!isClosed) {
        change(newHeapBytes, newDirectBytes);
      }
    }

    private void change(long newHeapBytes, long newDirectBytes) {
      long heapGrowth = newHeapBytes - heapBytes;
      long directGrowth = newDirectBytes - directBytes;
      if (heapGrowth == 0 && directGrowth == 0) {
        return;
      }
      heapBytes = newHeapBytes;
      directBytes = newDirectBytes;
      MemoryBudget.this.heapBytes.addAndGet(heapGrowth);
      MemoryBudget.this.directBytes.addAndGet(directGrowth);
      changed(heapGrowth > 0 || directGrowth > 0);
    }

    /**
     * Counts something that this connection and others may hold: what {@link MemoryBudget#common}
     * makes.
     */
    public Common common(long bytes) {
      return MemoryBudget.this.common(bytes);
    }

    /**
     * Says what the connection holds together with others now, instead of what it held so before.
     * May drop connections, this one included.
     */
    public void hold(Common newCommon) {
      if (!isClosed) {
        exchange(newCommon);
      }
    }

    /** Says that the connection holds this no longer, if it has not come to hold something else. */
    public void release(Common held) {
      if (common == held) {
        exchange(null);
      }
    }

    private void exchange(Common newCommon) {
      Common former = common;
      if (newCommon == former) {
        return;
      }
      if (newCommon != null) {
        newCommon.hold();
      }
      common = newCommon;
      if (former != null) {
        former.release();
      }
      changed(newCommon != null);
    }

    /**
     * The client took, or finished, so many bytes more: who does that fast is dropped last.
     *
     * @param bytes 0 or more
     */
    public void taken(long bytes) {
      long takenBefore = takenBytes;
      takenBytes = takenBefore + bytes;
    }

    /** The connection is gone, and holds nothing any more, whatever is still said of it. */
    public void close() {
      isClosed = true;
      change(0, 0);
      exchange(null);
    }

    private void changed(boolean hasGrown) {
      boolean isLarge = heapWeight() + directBytes > SMALL_SHARE_BYTES;
      if (!isLarge) {
        largeShares.remove(this);
      } else if (!largeShares.contains(this)) {
        largeSinceNanos = nanoTime.getAsLong();
        takenBytes = 0;
        largeShares.add(this);
      }
      if (hasGrown
          && isExceededBy(MemoryBudget.this.heapBytes.get(), MemoryBudget.this.directBytes.get())) {
        shed(max.directBytes());
      }
    }

    /** What would be free without it; of what it holds with others, its part. */
    private long heapWeight() {
      Common held = common;
      return heapBytes + (held == null ? 0 : held.bytes / Math.max(1, held.holders.get()));
    }

    /** Finds how bad it is, 0 when it holds nothing of what is wanted back. */
    private void judge(boolean wantsHeap, boolean wantsDirect, long nowNanos) {
      double millis = 1 + (nowNanos - largeSinceNanos) / NANOS_PER_MILLI;
      double bytes = (wantsHeap ? heapWeight() : 0) + (wantsDirect ? directBytes : 0);
      badness = bytes * millis / (SMALL_SHARE_BYTES + takenBytes);
    }
  }
}
