package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Renders the metrics for all who ask at a time: many who ask without reading hold few copies, and
 * take little of the processor. Nobody gets counts from before he asked. Belongs to one event loop.
 */
final class Scrapes {
  /** Between the end of a rendering and the beginning of the next: at most ten a second. */
  static final long PAUSE_MILLIS = 100;

  private final Vertx vertx;
  private final Supplier<Future<Body>> rendering;

  /** For those who wait for the next rendering; null while nobody does. */
  private Promise<Body> next;

  /** While something is rendered, and in the pause after it. */
  private boolean isBusy;

  /**
   * @param rendering begins to render what is counted now; completes on the event loop
   */
  Scrapes(Vertx vertx, Supplier<Future<Body>> rendering) {
    this.vertx = vertx;
    this.rendering = rendering;
  }

  /** What is counted when it is asked for, or up to a tenth of a second and a rendering later. */
  Future<Body> ask() {
    next = next == null ? Promise.promise() : next;
    Future<Body> asked = next.future();
    if (!isBusy) {
      begin();
    }
    return asked;
  }

  private void begin() {
    Promise<Body> asked = next;
    next = null;
    isBusy = true;
    rendering
        .get()
        .onComplete(
            rendered -> {
              vertx.setTimer(PAUSE_MILLIS, rung -> goOn());
              asked.handle(rendered);
            });
  }

  private void goOn() {
    isBusy = false;
    if (next != null) {
      begin();
    }
  }
}
