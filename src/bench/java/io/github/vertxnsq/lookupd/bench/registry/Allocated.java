package io.github.vertxnsq.lookupd.bench.registry;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the measured operations allocate. Counted as JMH's GC profiler counts it, but around each
 * batch: the profiler counts around a whole iteration, and so what undoing the batches allocates.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Allocated {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** By all operations of an iteration. */
  public long bytes;

  /** How many there were in an iteration. */
  public long operations;

  private long bytesBefore;

  void begin() {
    bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
  }

  void end(int count) {
    bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
    operations += count;
  }
}
