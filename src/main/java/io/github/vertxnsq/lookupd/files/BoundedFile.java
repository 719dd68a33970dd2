package io.github.vertxnsq.lookupd.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads files that somebody has named. What is there may be anything, by mistake: it must neither
 * fill the memory nor be waited for.
 */
public final class BoundedFile {
  /** Certificates and tokens of thousands fit, and any configuration. */
  public static final int MAX_BYTES = 1 << 20;

  /** For all files that are read together; some file systems are networks. */
  static final Duration MAX_TIME = Duration.ofSeconds(10);

  private BoundedFile() {}

  /**
   * Reads a whole file; not to be called on an event loop.
   *
   * @throws IOException if it cannot be read, has no end that can be foreseen (a pipe or a device),
   *     or is longer than {@link #MAX_BYTES}
   */
  public static byte[] read(Path path) throws IOException {
    boolean isKnownToEnd = Files.isRegularFile(path) || Files.isDirectory(path);
    if (Files.exists(path) && !isKnownToEnd) {
      throw new FileSystemException(path.toString(), null, "not a regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new FileSystemException(path.toString(), null, "longer than " + MAX_BYTES + " bytes");
      }
      return content;
    }
  }

  /**
   * Has files read by another thread, and does not wait for it for ever.
   *
   * @param reading what reads them
   * @return fails with what the reading fails with, or a {@link FileSystemException} when it takes
   *     more than ten seconds
   */
  public static <T> Future<T> readInTime(Vertx vertx, Callable<T> reading) {
    return readInTime(vertx, reading, MAX_TIME);
  }

  static <T> Future<T> readInTime(Vertx vertx, Callable<T> reading, Duration maxTime) {
    return vertx
        .executeBlocking(reading)
        .timeout(maxTime.toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof TimeoutException
                        ? new FileSystemException(
                            null, null, "not read within " + maxTime.toSeconds() + " s")
                        : failure));
  }
}
