package io.github.vertxnsq.lookupd.tls;

import io.github.vertxnsq.lookupd.files.FollowedFiles;
import io.github.vertxnsq.lookupd.metrics.TlsMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** An {@link Identity} that follows its files. */
public final class Certificates {
  private final FollowedFiles<Identity> files;

  private Certificates(FollowedFiles<Identity> files) {
    this.files = files;
  }

  /**
   * Reads the files and follows them from then on.
   *
   * @param period between two looks, 1 ms or more
   * @return fails with a {@link io.github.vertxnsq.lookupd.files.FileException} if the files cannot
   *     be used
   */
  public static Future<Certificates> open(
      Vertx vertx, Duration period, TlsFiles files, TlsMeters meters) {
    IdentityReader reader = new IdentityReader(vertx, files, InstantSource.system());
    return FollowedFiles.open(vertx, period, files.list(), reader, meters.reloads())
        .map(
            followed -> {
              meters.expiry(() -> followed.current().expiry());
              return new Certificates(followed);
            });
  }

  /** Returns who this daemon is now. */
  public Identity current() {
    return files.current();
  }

  /** Ceases to follow the files; to be called before Vert.x is closed. */
  public void close() {
    files.close();
  }

  /**
   * Asks to be told who this daemon is from now on.
   *
   * @param listener called not on an event loop
   */
  public void onChange(Consumer<Identity> listener) {
    files.onChange(listener);
  }
}
