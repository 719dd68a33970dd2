package io.github.vertxnsq.lookupd.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(VertxExtension.class)
class FollowedFilesTest {
  private static final Duration PERIOD = Duration.ofMillis(20);
  private static final String STAYS = "; what it said before stays in force";

  @TempDir private Path dir;
  private final LogCapture log = new LogCapture(FollowedFiles.class);
  private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private Vertx vertx;
  private NamedFile cert;
  private NamedFile key;
  private FollowedFiles<String> files;

  private static final class NoCounter implements FollowedFiles.ReloadCounter {
    @Override
    public void taken() {
      // there is nothing to take
    }

    @Override
    public void refused() {
      // that is told by a failure
    }
  }

  /** A pair that only goes together when both are of one version, as certificates and keys. */
  private String pair(List<byte[]> contents) throws FileException {
    String left = new String(contents.get(0), UTF_8);
    String right = new String(contents.get(1), UTF_8);
    if (!left.equals(right)) {
      throw key.unusable("not of " + left);
    }
    return left;
  }

  @BeforeEach
  void name(Vertx vertx) {
    this.vertx = vertx;
    cert = new NamedFile("tls-cert", dir.resolve("cert"));
    key = new NamedFile("tls-key", dir.resolve("key"));
  }

  @AfterEach
  void stop() {
    log.close();
    if (files != null) {
      files.close();
    }
  }

  @Test
  void tellsOfAChangeOnceBothAreThere() throws Exception {
    open("1");

    replace(cert, "2");
    assertEquals("ERROR tls-key: file " + key.path() + ": not of 2" + STAYS, log.next());
    assertEquals("1", files.current());
    replace(key, "2");

    assertEquals("2", nextChange());
    assertEquals("2", files.current());
    assertEquals("INFO " + cert + ", " + key + ": now in force as changed", log.next());
    assertEquals(List.of(1, 1), List.of(taken.get(), refused.get()));
  }

  /** A list that is cut at a line's end reads well: who stands below would be locked out. */
  @Test
  void takesAChangeThatTwoLooksHaveShown() throws Exception {
    Files.writeString(cert.path(), "1");
    Files.writeString(key.path(), "1");
    follow(Duration.ofHours(1)); // looks are taken here

    replaceBoth("half");
    files.look();
    replaceBoth("whole");
    files.look();
    assertEquals("1", files.current(), "each was seen once");
    files.look();
    assertEquals("whole", files.current());
    assertEquals(List.of(1, 0), List.of(taken.get(), refused.get()));
  }

  private void replaceBoth(String content) throws IOException {
    replace(cert, content);
    replace(key, content);
  }

  /** By mistake it may be anything: it must not fill the memory. */
  @Test
  void staysWithWhatItHadWhenAFileIsFarTooLong() throws Exception {
    open("1");

    replace(cert, "x".repeat((1 << 20) + 1));
    assertEquals("ERROR " + cert + ": longer than 1048576 bytes" + STAYS, log.next());
    assertEquals("1", files.current());
  }

  @Test
  void refusesWhatIsNoRegularFile() {
    NamedFile endless = new NamedFile("tls-cert", Path.of("/dev/zero"));

    CompletionException thrown =
        assertThrows(
            CompletionException.class,
            () ->
                FollowedFiles.open(vertx, PERIOD, List.of(endless), contents -> "", new NoCounter())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join());
    assertEquals(
        "tls-cert: file /dev/zero: not a regular file",
        assertInstanceOf(FileException.class, thrown.getCause()).getMessage());
  }

  @Test
  void saysOnceWhatIsWrongAndAgainWhenThatChanges() throws Exception {
    open("1");

    replace(cert, "2");
    assertTrue(log.next().contains("not of 2"));
    replace(cert, "3");
    assertTrue(log.next().contains("not of 3"), "and nothing in between");
    replace(cert, "1");

    assertEquals("1", nextChange());
    assertEquals(2, refused.get());
  }

  @Test
  void outlivesAFileThatIsGoneForAWhile() throws Exception {
    open("1");

    Files.delete(key.path());
    assertEquals("ERROR " + key + ": there is no such file" + STAYS, log.next());
    replace(key, "1");

    assertEquals("INFO " + cert + ", " + key + ": can be read again", log.next());
    assertEquals("1", files.current());
    assertTrue(changes.isEmpty());
  }

  /** As Kubernetes does with the files of a Secret: links stay, what they lead to is another. */
  @Test
  void followsLinksToWhatReplacesTheirTarget() throws Exception {
    Path data = dir.resolve("..data");
    Files.createSymbolicLink(data, version("1"));
    for (NamedFile file : List.of(cert, key)) {
      Files.createSymbolicLink(file.path(), data.resolve(file.path().getFileName()));
    }
    follow();

    Path next = Files.createSymbolicLink(dir.resolve("..next"), version("2"));
    Files.move(next, data, ATOMIC_MOVE);

    assertEquals("2", nextChange());
  }

  private Path version(String content) throws IOException {
    Path folder = Files.createDirectory(dir.resolve("..version" + content));
    Files.writeString(folder.resolve("cert"), content);
    Files.writeString(folder.resolve("key"), content);
    return folder;
  }

  @Test
  void failsAtTheStartOnWhatCannotBeRead() throws Exception {
    Files.writeString(cert.path(), "1");

    assertEquals(key + ": there is no such file", failure());
    Files.createDirectory(key.path());
    assertEquals(key + ": Is a directory", failure());
  }

  @Test
  void failsAtTheStartOnWhatCannotBeUsed() throws Exception {
    Files.writeString(cert.path(), "1\n2");
    Files.writeString(key.path(), "2");

    assertEquals(key + ": not of 1\\x0a2", failure(), "in one line");
  }

  private String failure() {
    Throwable cause = assertThrows(CompletionException.class, this::follow).getCause();
    return assertInstanceOf(FileException.class, cause).getMessage();
  }

  private void open(String content) throws IOException {
    Files.writeString(cert.path(), content);
    Files.writeString(key.path(), content);
    follow();
  }

  private void follow() {
    follow(PERIOD);
  }

  private void follow(Duration period) {
    FollowedFiles.ReloadCounter counter =
        new FollowedFiles.ReloadCounter() {
          @Override
          public void taken() {
            taken.incrementAndGet();
          }

          @Override
          public void refused() {
            refused.incrementAndGet();
          }
        };
    files =
        FollowedFiles.open(vertx, period, List.of(cert, key), this::pair, counter)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    files.onChange(changes::add);
  }

  private void replace(NamedFile file, String content) throws IOException {
    Files.move(Files.writeString(dir.resolve("next"), content), file.path(), ATOMIC_MOVE);
  }

  private String nextChange() throws InterruptedException {
    return changes.poll(10, TimeUnit.SECONDS);
  }
}
