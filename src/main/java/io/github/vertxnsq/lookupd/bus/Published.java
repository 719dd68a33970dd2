package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Shown;
import io.vertx.core.shareddata.Shareable;
import java.util.function.Function;

/**
 * An answer that holds until the registry takes it down.
 *
 * @param <V> the immutable answer
 */
public final class Published<V> extends Shown<V> implements Shareable {
  /**
   * A longer rendering is not to be kept as a whole, neither with an answer nor while it is sent:
   * several may be there at a time.
   */
  public static final long MAX_RENDERING_BYTES =
      Math.max(256 << 10, Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 64));

  private final boolean keepsRendering;

  /** Keeps what is made of the answer in another form. */
  private final Shown<V> otherForm;

  private Published(V view, boolean keepsRendering) {
    super(view);
    this.keepsRendering = keepsRendering;
    this.otherForm = keepsRendering ? new Shown<>(view) : this;
  }

  /** An answer that is rendered once: making it takes long, or many clients hold on to it. */
  static <V> Published<V> renderedOnce(V view) {
    return new Published<>(view, true);
  }

  /** An answer that is rendered for every reader: it is short, and there are many like it. */
  static <V> Published<V> renderedEachTime(V view) {
    return new Published<>(view, false);
  }

  /** Whether the answer is rendered for every reader: it is short. */
  public boolean isShort() {
    return !keepsRendering;
  }

  /** The answer as {@code renderer} makes it; the same renderer for all readers. */
  @Override
  public <T> T rendered(Function<? super V, T> renderer) {
    return keepsRendering ? super.rendered(renderer) : renderer.apply(value());
  }

  /**
   * The same answer for readers who want it in another form, which is kept like the usual one and
   * beside it; the same renderer for all of them.
   */
  public Shown<V> inOtherForm() {
    return otherForm;
  }
}
