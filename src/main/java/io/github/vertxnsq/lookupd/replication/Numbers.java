package io.github.vertxnsq.lookupd.replication;

/**
 * Numbers that were given to objects; some may be forgotten. It looks at a few places for each and
 * at no more, so that names chosen to have the same hash cost bytes, not time.
 */
final class Numbers {
  static final int NONE = -1;

  private static final int FEWEST_PLACES = 64;
  private static final int MOST_LOOKS = 8;

  private Object[] keys = {};
  private int[] values = {};
  private int used;

  /** The object's number, 0 or more; {@link #NONE} when it has none, or it was forgotten. */
  int find(Object key) {
    int mask = keys.length - 1;
    int place = place(key);
    for (int look = 0; look < MOST_LOOKS && look <= mask; look++) {
      Object there = keys[place + look & mask];
      if (there == null) {
        return NONE;
      }
      if (there.equals(key)) {
        return values[place + look & mask];
      }
    }
    return NONE;
  }

  private static int place(Object key) {
    int hash = key.hashCode();
    return hash ^ hash >>> 16;
  }

  /** Gives the object, which has none, a number. */
  void put(Object key, int value) {
    if (used * 2 >= keys.length) {
      grow();
    }
    insert(key, value);
  }

  private void grow() {
    Object[] oldKeys = keys;
    int[] oldValues = values;
    int places = Math.max(FEWEST_PLACES, keys.length * 2);
    keys = new Object[places];
    values = new int[places];
    used = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != null) {
        insert(oldKeys[i], oldValues[i]);
      }
    }
  }

  private void insert(Object key, int value) {
    int mask = keys.length - 1;
    int place = place(key);
    int look = 0;
    while (look < MOST_LOOKS && keys[place + look & mask] != null) {
      look++;
    }
    if (look == MOST_LOOKS) {
      look = 0; // the one that is there is forgotten
    } else {
      used++;
    }
    keys[place + look & mask] = key;
    values[place + look & mask] = value;
  }
}
