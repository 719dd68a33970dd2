package io.github.vertxnsq.lookupd.registry;

import java.util.function.Function;

/**
 * An immutable value that is shown to readers, and what they made of it to show it. Safe for use by
 * several threads. Equal to another that shows an equal value.
 *
 * @param <V> the immutable value
 */
public class Shown<V> {
  private final V value;

  /** Made by whoever needs it first; two threads may both make it, alike, and one is kept. */
  private volatile Object rendering;

  /** Nothing is made of the value yet. */
  public Shown(V value) {
    this.value = value;
  }

  /** What is shown. */
  public final V value() {
    return value;
  }

  /**
   * The value as {@code renderer} makes it, made once for all readers. Always pass the same
   * renderer: what another one made is not told apart.
   */
  @SuppressWarnings("unchecked")
  public <T> T rendered(Function<? super V, T> renderer) {
    Object made = rendering;
    if (made == null) {
      made = renderer.apply(value);
      rendering = made;
    }
    return (T) made;
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Shown<?> that && value.equals(that.value);
  }

  @Override
  public final int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
