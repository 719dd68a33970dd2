package io.github.vertxnsq.lookupd.bus;

import io.vertx.core.shareddata.Shareable;
import java.util.function.Function;

/**
 * An answer that holds until the registry takes it down, and what a reader made of it.
 *
 * @param <V> the immutable answer
 */
public final class Published<V> implements Shareable {
  private final V view;

  /** Made by whoever needs it first; two threads may both make it, alike, and one is kept. */
  private volatile Object rendering;

  Published(V view) {
    this.view = view;
  }

  /** The answer as the registry gave it. */
  public V view() {
    return view;
  }

  /**
   * The answer as {@code renderer} makes it, made once for all readers. Always pass the same
   * renderer: what another one made is not told apart.
   */
  @SuppressWarnings("unchecked")
  public <T> T rendered(Function<V, T> renderer) {
    Object made = rendering;
    if (made == null) {
      made = renderer.apply(view);
      rendering = made;
    }
    return (T) made;
  }
}
