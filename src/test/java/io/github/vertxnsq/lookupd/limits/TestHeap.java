package io.github.vertxnsq.lookupd.limits;

/** A heap that is as full as a test says. */
final class TestHeap implements HeapLevel {
  boolean isFull;
  boolean isScarce;

  @Override
  public boolean isFull() {
    return isFull;
  }

  @Override
  public boolean isScarce() {
    return isScarce;
  }
}
