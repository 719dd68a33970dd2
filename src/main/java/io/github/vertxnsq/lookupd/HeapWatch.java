package io.github.vertxnsq.lookupd;

import static com.sun.management.GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Tells when the heap is full of what is really in use, while there is still room to work:
 * strangers may register as much as they like, and a daemon out of memory serves nobody.
 *
 * <p>Only a full collection says how much of the old generation is in use. So when it looks full
 * after any collection, one is asked for; and again, now and then, when somebody wants to know
 * whether it still is.
 */
final class HeapWatch implements BooleanSupplier {
  private static final double FULL = 0.75;

  /** Of the heap; so much more in use, and what was found out before is worth nothing. */
  private static final double STEP = 0.04;

  private static final long RECHECK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final String FULL_COLLECTION = "end of major GC";

  private final MemoryPoolMXBean oldGeneration;
  private final ExecutorService checks =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "heap-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final AtomicBoolean checking = new AtomicBoolean();
  private volatile boolean full;

  /** After the last full collection, in bytes, and when that was. */
  private volatile long inUse;

  private volatile long checkedNanos = System.nanoTime();

  private HeapWatch(MemoryPoolMXBean oldGeneration) {
    this.oldGeneration = oldGeneration;
  }

  /** Watches the heap of this process from now on. */
  static HeapWatch start() {
    MemoryPoolMXBean largest =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()))
            .orElseThrow();
    HeapWatch watch = new HeapWatch(largest);
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).addNotificationListener(watch::collected, null, null);
    }
    return watch;
  }

  /** Whether the heap is full; any thread may ask. */
  @Override
  public boolean getAsBoolean() {
    if (full && System.nanoTime() - checkedNanos >= RECHECK_NANOS) {
      check(); // what filled it may be gone, and nothing else would ever find out
    }
    return full;
  }

  private void collected(Notification notification, Object handback) {
    if (!notification.getType().equals(GARBAGE_COLLECTION_NOTIFICATION)) {
      return;
    }
    GarbageCollectionNotificationInfo collection =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
    MemoryUsage after = collection.getGcInfo().getMemoryUsageAfterGc().get(oldGeneration.getName());
    if (collection.getGcAction().equals(FULL_COLLECTION)) {
      checked(after.getUsed());
    } else if (isFull(after.getUsed()) && after.getUsed() > inUse + STEP * size()) {
      check();
    }
  }

  /** Has a full collection made; what comes of it is told like that of any other. */
  private void check() {
    if (checking.compareAndSet(false, true)) {
      checks.execute(
          () -> {
            System.gc();
            checking.set(false);
          });
    }
  }

  private void checked(long used) {
    inUse = used;
    full = isFull(used);
    checkedNanos = System.nanoTime();
  }

  private boolean isFull(long used) {
    return used > FULL * size();
  }

  private long size() {
    return oldGeneration.getUsage().getMax();
  }
}
