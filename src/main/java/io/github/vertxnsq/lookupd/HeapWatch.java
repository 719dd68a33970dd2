package io.github.vertxnsq.lookupd;

import static com.sun.management.GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.vertxnsq.lookupd.limits.HeapLevel;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the heap is full of what is really in use, while there is still room to work:
 * strangers may register as much as they like, and a daemon out of memory serves nobody.
 *
 * <p>Only after a full collection is all that is used in use. So when the heap looks full after any
 * collection, one is asked for; and again, now and then, when somebody wants to know whether it
 * still is. Looks at the pools that can take the whole heap, or most of it, which holds for every
 * collector: the old generation of G1, Serial and Parallel, all of ZGC.
 */
final class HeapWatch implements HeapLevel {
  private static final Logger LOG = LoggerFactory.getLogger(HeapWatch.class);
  private static final double FULL = 0.75;

  /**
   * Connections alone can take the room that is left when registrations are refused: from here on
   * few more are let in, and clients may hold little.
   */
  private static final double SCARCE = 0.82;

  private static final double STILL_SCARCE = 0.78;

  /**
   * A member of a cluster cannot refuse what the others tell it, as clients' registrations are
   * refused. When so much is in use, what the others hold does not fit.
   */
  private static final double EXHAUSTED = 0.9;

  /** Once it was full: else what is refused and what is not would change with each collection. */
  private static final double STILL_FULL = 0.7;

  /** Of the heap; so much more used, and what was found out before is worth nothing. */
  private static final double STEP = 0.04;

  private static final long MIN_RECHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** So that checking takes a twentieth of the time at most, however large the heap. */
  private static final long RECHECK_PER_PAUSE = 20;

  private final List<MemoryPoolMXBean> pools;
  private final long size;
  private final ExecutorService checks =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "heap-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final List<Runnable> exhaustedListeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean checking = new AtomicBoolean();
  private volatile boolean full;
  private volatile boolean scarce;

  /** After the last check, in bytes, and when there may be another one. */
  private volatile long inUse;

  private volatile long recheckNanos = System.nanoTime();

  private HeapWatch() {
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    this.size = heap.stream().mapToLong(pool -> pool.getUsage().getMax()).max().orElseThrow();
    this.pools = heap.stream().filter(pool -> pool.getUsage().getMax() == size).toList();
  }

  /** Watches the heap of this process from now on, if a full collection can be asked for at all. */
  static HeapLevel start() {
    return ofThisProcess().<HeapLevel>map(watch -> watch).orElse(HeapLevel.UNKNOWN);
  }

  /** The one that watches this process; empty if no full collection can be asked for. */
  static Optional<HeapWatch> ofThisProcess() {
    return OfThisProcess.WATCH;
  }

  private static final class OfThisProcess {
    static final Optional<HeapWatch> WATCH = make();
  }

  private static Optional<HeapWatch> make() {
    for (String option : List.of("DisableExplicitGC", "ExplicitGCInvokesConcurrent")) {
      if (isOn(option)) {
        LOG.warn("with -XX:+{} nothing is refused when the memory is full", option);
        return Optional.empty();
      }
    }
    HeapWatch watch = new HeapWatch();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).addNotificationListener(watch::collected, null, null);
    }
    return Optional.of(watch);
  }

  private static boolean isOn(String option) {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return Boolean.parseBoolean(hotSpot.getVMOption(option).getValue());
  }

  @Override
  public boolean isFull() {
    recheck();
    return full;
  }

  @Override
  public boolean isScarce() {
    recheck();
    return scarce;
  }

  private void recheck() {
    if (full && System.nanoTime() - recheckNanos >= 0) {
      check(); // what filled it may be gone, and nothing else would ever find out
    }
  }

  /**
   * Asks to be told when nine tenths of the heap are really in use.
   *
   * @param listener called on a thread of its own, at most as often as a full collection is made
   */
  void onExhausted(Runnable listener) {
    exhaustedListeners.add(listener);
  }

  /**
   * Whether somebody who is about to add much is to wait a moment, until it is known how full the
   * heap really is; any thread may ask.
   */
  boolean isToBeChecked() {
    long used = used();
    if (used > FULL * size && used > inUse + STEP * size) {
      check();
    }
    return checking.get();
  }

  private long used() {
    return pools.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }

  private void collected(Notification notification, Object handback) {
    if (!notification.getType().equals(GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    Map<String, MemoryUsage> after =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
            .getGcInfo()
            .getMemoryUsageAfterGc();
    long used = pools.stream().mapToLong(pool -> after.get(pool.getName()).getUsed()).sum();
    if (used == 0) {
      return; // one of a concurrent collector's pauses, which nothing is counted after
    }
    if (!isFull(used)) {
      full = false;
      scarce = false;
      inUse = Math.min(inUse, used);
    } else if (used > inUse + STEP * size) {
      check();
    }
  }

  /** Has a full collection made, and sees what is left. */
  private void check() {
    if (checking.compareAndSet(false, true)) {
      checks.execute(
          () -> {
            try {
              long startNanos = System.nanoTime();
              System.gc();
              long endNanos = System.nanoTime();
              recheckNanos =
                  endNanos
                      + Math.max(MIN_RECHECK_NANOS, RECHECK_PER_PAUSE * (endNanos - startNanos));
              inUse = used();
              full = isFull(inUse);
              setScarce(inUse > (scarce ? STILL_SCARCE : SCARCE) * size);
              if (inUse > EXHAUSTED * size) {
                exhaustedListeners.forEach(Runnable::run);
              }
            } finally {
              checking.set(false);
            }
          });
    }
  }

  private void setScarce(boolean isScarce) {
    if (isScarce != scarce) {
      scarce = isScarce;
      LOG.warn(
          isScarce
              ? "{} of {} bytes of heap are in use: few more connections are let in"
              : "{} of {} bytes of heap are in use: connections are let in again",
          inUse,
          size);
    }
  }

  private boolean isFull(long used) {
    return used > (full ? STILL_FULL : FULL) * size;
  }
}
