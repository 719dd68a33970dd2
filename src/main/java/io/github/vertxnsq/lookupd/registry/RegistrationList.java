package io.github.vertxnsq.lookupd.registry;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Registrations without gaps, in no order that matters: 4 to 6 bytes each, and nothing at all while
 * empty. What comes is put at the end, so that in a storm the collector finds what was written in
 * few places.
 *
 * <p>Iterating while adding or removing is not allowed: use {@link #toArray}.
 */
abstract sealed class RegistrationList implements Iterable<Registration> permits Holders, Holdings {
  private static final Registration[] EMPTY = {};
  private static final int MIN_CAPACITY = 4;

  private Registration[] entries = EMPTY;
  private int size;

  final int size() {
    return size;
  }

  final boolean isEmpty() {
    return size == 0;
  }

  /** Adds a registration that is not in yet. */
  abstract void add(Registration registration);

  /** Removes a registration that is in. */
  abstract void remove(Registration registration);

  final Registration at(int place) {
    return entries[place];
  }

  /** Puts the registration at the end and returns its place. */
  final int append(Registration registration) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, Math.max(MIN_CAPACITY, size + size / 2));
    }
    entries[size] = registration;
    return size++;
  }

  /** Takes out what is at the place. What is last moves there, and is returned. */
  final Registration takeOut(int place) {
    Registration last = entries[--size];
    entries[place] = last;
    entries[size] = null;
    if (size == 0) {
      entries = EMPTY;
    } else if (entries.length > MIN_CAPACITY && size < entries.length / 4) {
      entries = Arrays.copyOf(entries, entries.length / 2);
    }
    return last;
  }

  /** A copy that stays as it is while this changes. */
  final Registration[] toArray() {
    return Arrays.copyOf(entries, size);
  }

  @Override
  public final Iterator<Registration> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Registration next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return entries[next++];
      }
    };
  }
}
