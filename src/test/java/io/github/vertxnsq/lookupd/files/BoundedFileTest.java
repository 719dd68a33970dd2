package io.github.vertxnsq.lookupd.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a setting names, reading it ends soon and takes little memory. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class BoundedFileTest {
  @TempDir private Path dir;

  @Test
  void refusesWhatHasNoEndOrIsTooLong() throws Exception {
    Path pipe = dir.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertEquals("not a regular file", reason(pipe));
    assertEquals("not a regular file", reason(Path.of("/dev/zero")));
    assertEquals("Is a directory", reason(dir));
    assertEquals("there is no such file", reason(dir.resolve("none")));
    Path long1 = dir.resolve("long");
    try (RandomAccessFile file = new RandomAccessFile(long1.toFile(), "rw")) {
      file.setLength(200L << 20);
    }
    assertEquals("longer than 1048576 bytes", reason(long1));
    Path fits = dir.resolve("fits");
    try (RandomAccessFile file = new RandomAccessFile(fits.toFile(), "rw")) {
      file.setLength(BoundedFile.MAX_BYTES);
    }
    assertEquals(BoundedFile.MAX_BYTES, BoundedFile.read(fits).length);
  }

  private static String reason(Path path) {
    return FileReason.of(assertThrows(IOException.class, () -> BoundedFile.read(path)));
  }

  /** A network that hangs, say. */
  @Test
  void doesNotWaitForEver(Vertx vertx) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Future<Object> hanging =
        BoundedFile.readInTime(
            vertx,
            () -> {
              over.await();
              return "";
            },
            Duration.ofMillis(1));
    assertEquals("not read within 0 s", FileReason.of(failure(hanging)));
    assertEquals("read", await(BoundedFile.readInTime(vertx, () -> "read")), "another one");
    over.countDown();
  }

  private static Throwable failure(Future<?> future) {
    return assertThrows(CompletionException.class, () -> await(future)).getCause();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
