package io.github.vertxnsq.lookupd.http;

import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Renders something bit by bit, and knows how far it has come. Belongs to one thread at a time. */
public interface Cursor {
  /**
   * Renders some more, until the sink is full or the end is reached.
   *
   * @return whether this was the end; it is not to be called again then
   */
  boolean renderTo(Sink sink);

  /** Renders these bytes at once. */
  static Cursor text(byte[] bytes) {
    return sink -> {
      sink.add(bytes, bytes.length);
      return true;
    };
  }

  /** Renders one after the other. */
  static Cursor all(Cursor... cursors) {
    return all(List.of(cursors).iterator());
  }

  /** Renders one after the other; each is asked for when the one before has ended. */
  static Cursor all(Iterator<Cursor> cursors) {
    return new Cursor() {
      private Cursor current;

      @Override
      public boolean renderTo(Sink sink) {
        while (true) {
          if (current == null) {
            if (!cursors.hasNext()) {
              return true;
            }
            if (sink.isFull()) {
              return false;
            }
            current = cursors.next();
          }
          if (!current.renderTo(sink)) {
            return false;
          }
          current = null;
        }
      }
    };
  }

  /**
   * Renders elements with commas between them.
   *
   * @param render of an element that is small
   */
  static <T> Cursor list(List<T> elements, BiConsumer<Sink, T> render) {
    return new Cursor() {
      private int next;

      @Override
      public boolean renderTo(Sink sink) {
        while (next < elements.size()) {
          if (sink.isFull()) {
            return false;
          }
          sink.separate(next);
          render.accept(sink, elements.get(next));
          next++;
        }
        return true;
      }
    };
  }

  /** Renders elements, each of which may be large, with commas between them. */
  static <T> Cursor listOfLarge(List<T> elements, Function<T, Cursor> cursor) {
    return all(
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < elements.size();
          }

          @Override
          public Cursor next() {
            int place = next++;
            Cursor element = cursor.apply(elements.get(place));
            return all(
                sink -> {
                  sink.separate(place);
                  return true;
                },
                element);
          }
        });
  }
}
