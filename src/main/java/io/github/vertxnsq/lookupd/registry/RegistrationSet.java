package io.github.vertxnsq.lookupd.registry;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The registrations of one producer, found by topic or channel; or those of one topic or channel,
 * found by producer. Open addressing with linear probing: 5 to 11 bytes an entry where a {@code
 * HashMap} takes 40, and nothing at all while empty.
 *
 * <p>Iterating while adding or removing is not allowed: use {@link #toArray}.
 */
final class RegistrationSet implements Iterable<Registration> {
  private static final Registration[] EMPTY = {};
  private static final int MIN_CAPACITY = 4;

  private final boolean ofProducer;
  private Registration[] table = EMPTY;
  private int size;

  private RegistrationSet(boolean ofProducer) {
    this.ofProducer = ofProducer;
  }

  static RegistrationSet ofProducer() {
    return new RegistrationSet(true);
  }

  static RegistrationSet ofSubject() {
    return new RegistrationSet(false);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The registration under {@code key}, a subject or a producer; null when there is none. */
  Registration find(Object key) {
    return size == 0 ? null : table[slotOf(key)];
  }

  /** Adds a registration whose key is not in yet. */
  void add(Registration registration) {
    if (size + 1 > table.length - table.length / 4) {
      resize(Math.max(MIN_CAPACITY, table.length * 2));
    }
    table[slotOf(keyOf(registration))] = registration;
    size++;
  }

  /** Removes a registration that is in. */
  void remove(Registration registration) {
    int hole = slotOf(keyOf(registration));
    table[hole] = null;
    size--;
    closeGap(hole);
    if (size == 0) {
      table = EMPTY;
    } else if (table.length > MIN_CAPACITY && size < table.length / 8) {
      resize(table.length / 2);
    }
  }

  /** Moves back what stood behind the hole because its own place was taken. */
  private void closeGap(int gap) {
    int mask = table.length - 1;
    int hole = gap;
    for (int i = (hole + 1) & mask; table[i] != null; i = (i + 1) & mask) {
      int home = homeOf(keyOf(table[i]));
      if (((i - home) & mask) >= ((i - hole) & mask)) {
        table[hole] = table[i];
        table[i] = null;
        hole = i;
      }
    }
  }

  private void resize(int capacity) {
    Registration[] old = table;
    table = new Registration[capacity];
    for (Registration registration : old) {
      if (registration != null) {
        table[slotOf(keyOf(registration))] = registration;
      }
    }
  }

  /** Where {@code key} is, or the free place where it belongs. */
  private int slotOf(Object key) {
    int mask = table.length - 1;
    int slot = homeOf(key);
    while (table[slot] != null && keyOf(table[slot]) != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int homeOf(Object key) {
    int hash = System.identityHashCode(key);
    return (hash ^ (hash >>> 15)) & (table.length - 1);
  }

  private Object keyOf(Registration registration) {
    return ofProducer ? registration.subject : registration.producer;
  }

  /** A copy that stays as it is while this set changes. */
  Registration[] toArray() {
    Registration[] copy = new Registration[size];
    int next = 0;
    for (Registration registration : table) {
      if (registration != null) {
        copy[next++] = registration;
      }
    }
    return copy;
  }

  @Override
  public Iterator<Registration> iterator() {
    Registration[] seen = table;
    return new Iterator<>() {
      private int next = following(0);

      private int following(int from) {
        int i = from;
        while (i < seen.length && seen[i] == null) {
          i++;
        }
        return i;
      }

      @Override
      public boolean hasNext() {
        return next < seen.length;
      }

      @Override
      public Registration next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        Registration found = seen[next];
        next = following(next + 1);
        return found;
      }
    };
  }
}
