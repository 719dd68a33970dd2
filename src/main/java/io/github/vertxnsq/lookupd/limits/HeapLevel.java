package io.github.vertxnsq.lookupd.limits;

/** How full the heap is of what is really in use. Any thread may ask. */
public interface HeapLevel {
  /** A heap of which nobody knows how full it is. */
  HeapLevel UNKNOWN =
      new HeapLevel() {
        @Override
        public boolean isFull() {
          return false;
        }

        @Override
        public boolean isScarce() {
          return false;
        }
      };

  /** Whether nothing more is to be registered: some room has to be left for work. */
  boolean isFull();

  /** Whether the room that was left for work is running out, too. */
  boolean isScarce();
}
