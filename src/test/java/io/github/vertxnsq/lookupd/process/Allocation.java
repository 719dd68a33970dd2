package io.github.vertxnsq.lookupd.process;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what work allocates: unlike its duration that is the same on a busy machine. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** Bytes that the work allocates on this thread, when it is done for the second time. */
  public static long bytesOf(Runnable work) {
    work.run(); // loads classes, and makes buffers that are used again
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
