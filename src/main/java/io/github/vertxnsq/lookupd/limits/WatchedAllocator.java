package io.github.vertxnsq.lookupd.limits;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Allocates the buffers of connections as another allocator does, and tells {@link OutOfMemory}
 * when that has no memory left. Netty itself tells it to whoever waits for what was to be written,
 * which often is nobody.
 */
public final class WatchedAllocator extends AbstractByteBufAllocator {
  /** By the one that really allocates: there is one, or two. */
  private static final Map<ByteBufAllocator, WatchedAllocator> ALL = new ConcurrentHashMap<>();

  private final ByteBufAllocator allocator;

  private WatchedAllocator(ByteBufAllocator allocator) {
    super(true);
    this.allocator = allocator;
  }

  /** Watches a connection's buffers from now on. */
  public static void watch(Channel channel) {
    ByteBufAllocator former = channel.config().getAllocator();
    if (!(former instanceof WatchedAllocator)) {
      channel.config().setAllocator(ALL.computeIfAbsent(former, WatchedAllocator::new));
    }
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return allocator.heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    try {
      return allocator.directBuffer(initialCapacity, maxCapacity);
    } catch (OutOfMemoryError fault) {
      OutOfMemory.ofThisProcess().check(fault);
      throw fault;
    }
  }

  @Override
  public boolean isDirectBufferPooled() {
    return allocator.isDirectBufferPooled();
  }
}
