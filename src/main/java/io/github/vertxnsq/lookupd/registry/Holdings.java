package io.github.vertxnsq.lookupd.registry;

/**
 * The registrations of one producer, found by topic or channel. A few are looked through; for more
 * there is an index, a hash table with open addressing and linear probing.
 */
final class Holdings extends RegistrationList {
  /** So many are looked through; most nsqds have no more. */
  private static final int FEW = 12;

  private static final int[] NONE = {};

  /**
   * The length is a power of two, {@code 2^n}. 0 is free; else the lower n bits hold the place plus
   * one, and the upper ones those of the hash code, so that hardly ever a registration is looked at
   * that is not the one.
   */
  private int[] index = NONE;

  /** The registration of the topic or channel; null when there is none. */
  Registration find(Subject subject) {
    if (index == NONE) {
      return findAmongFew(subject);
    }
    int found = index[slotOf(subject)];
    return found == 0 ? null : at(placeIn(found));
  }

  private Registration findAmongFew(Subject subject) {
    for (int place = 0; place < size(); place++) {
      if (at(place).subject == subject) {
        return at(place);
      }
    }
    return null;
  }

  @Override
  void add(Registration registration) {
    int place = append(registration);
    if (size() > index.length - index.length / 4) {
      if (size() > FEW) {
        makeIndex(Integer.highestOneBit(size()) * 4);
      }
    } else {
      put(registration.subject, place);
    }
  }

  @Override
  void remove(Registration registration) {
    if (index == NONE) {
      takeOut(placeAmongFew(registration));
      return;
    }
    int slot = slotOf(registration.subject);
    int place = placeIn(index[slot]);
    index[slot] = 0;
    closeGap(slot);
    int last = size() - 1;
    if (place != last) {
      put(at(last).subject, place);
    }
    takeOut(place);
    if (size() <= FEW / 2) {
      index = NONE;
    } else if (size() < index.length / 8) {
      makeIndex(index.length / 2);
    }
  }

  private int placeAmongFew(Registration registration) {
    int place = 0;
    while (at(place) != registration) {
      place++;
    }
    return place;
  }

  private void makeIndex(int length) {
    index = new int[length];
    for (int place = 0; place < size(); place++) {
      put(at(place).subject, place);
    }
  }

  private void put(Subject subject, int place) {
    index[slotOf(subject)] = (hashOf(subject) & ~mask()) | (place + 1);
  }

  /** Where the subject is, or the free slot where it belongs. */
  private int slotOf(Subject subject) {
    int hash = hashOf(subject);
    int slot = hash & mask();
    while (index[slot] != 0 && !isAt(slot, subject, hash)) {
      slot = (slot + 1) & mask();
    }
    return slot;
  }

  private boolean isAt(int slot, Subject subject, int hash) {
    int found = index[slot];
    return ((found ^ hash) & ~mask()) == 0 && at(placeIn(found)).subject == subject;
  }

  /** Moves back what stood behind the hole because its own slot was taken. */
  private void closeGap(int gap) {
    int hole = gap;
    for (int i = (hole + 1) & mask(); index[i] != 0; i = (i + 1) & mask()) {
      int home = hashOf(at(placeIn(index[i])).subject) & mask();
      if (((i - home) & mask()) >= ((i - hole) & mask())) {
        index[hole] = index[i];
        index[i] = 0;
        hole = i;
      }
    }
  }

  private int placeIn(int found) {
    return (found & mask()) - 1;
  }

  private int mask() {
    return index.length - 1;
  }

  private static int hashOf(Subject subject) {
    int hash = System.identityHashCode(subject);
    return hash ^ (hash >>> 15);
  }
}
