package io.github.vertxnsq.lookupd.limits;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;

/**
 * The one owner of all memory that clients can make the daemon hold, over TCP and over HTTP. What
 * is registered is not part of it: that is bounded by how full the heap is.
 *
 * @param input what clients have sent and nobody has dealt with yet
 * @param output what was made for clients and they have not taken yet
 */
public record ClientMemory(MemoryBudget input, MemoryBudget output) {
  private static final int INPUT_PART_OF_HEAP = 8;

  /** Three quarters of the heap are for what is registered, and collections need some room. */
  private static final int OUTPUT_PART_OF_HEAP = 12;

  private static final int INPUT_PART_OF_DIRECT = 4;

  /** The rest is what is lost between buffers, in Netty's pools. */
  private static final int OUTPUT_PART_OF_DIRECT = 2;

  /**
   * Divides the memory of a process.
   *
   * @param all how much the JVM may take of each kind
   * @param heap says when clients have to do with less
   * @param meters shows how much clients hold
   */
  public static ClientMemory of(MemoryBudget.Sizes all, HeapLevel heap, MeterRegistry meters) {
    return new ClientMemory(
        new MemoryBudget(
            "in",
            new MemoryBudget.Sizes(
                all.heapBytes() / INPUT_PART_OF_HEAP, all.directBytes() / INPUT_PART_OF_DIRECT),
            heap,
            meters,
            System::nanoTime),
        new MemoryBudget(
            "out",
            new MemoryBudget.Sizes(
                all.heapBytes() / OUTPUT_PART_OF_HEAP, all.directBytes() / OUTPUT_PART_OF_DIRECT),
            heap,
            meters,
            System::nanoTime));
  }

  /** Divides what this process may take. */
  public static ClientMemory ofThisProcess(HeapLevel heap, MeterRegistry meters) {
    long heapBytes = Runtime.getRuntime().maxMemory();
    return of(new MemoryBudget.Sizes(heapBytes, maxDirectBytes(heapBytes)), heap, meters);
  }

  /** By the flag {@code -XX:MaxDirectMemorySize}; without it, it is as much as the heap. */
  private static long maxDirectBytes(long heapBytes) {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long flag = Long.parseLong(hotSpot.getVMOption("MaxDirectMemorySize").getValue());
    return flag == 0 ? heapBytes : flag;
  }
}
