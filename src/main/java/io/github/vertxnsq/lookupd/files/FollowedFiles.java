package io.github.vertxnsq.lookupd.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some files say, read together and followed from then on. A change counts when two looks in a
 * row have shown it: one look may meet a file that is half written, and reads well all the same.
 * While the files cannot be used what they said before stays in force; the reason is logged once,
 * and again for other content.
 *
 * @param <T> what their content is read into, immutable
 */
public final class FollowedFiles<T> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedFiles.class);

  private static final long SECOND_LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final Duration period;
  private final List<NamedFile> files;
  private final Reader<T> reader;
  private final ReloadCounter counter;
  private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();
  private volatile T current;
  private volatile boolean closed;
  private volatile long timer;

  // What follows belongs to the one look that goes on at a time.
  private List<byte[]> seen;

  /** What the last look showed, if that was something new; else null. */
  private List<byte[]> changing;

  /** Why what was seen cannot be used; null when it can. */
  private String verdict;

  /** What was last logged as the reason why the files cannot be used; null while they can. */
  private String trouble;

  private FollowedFiles(
      Vertx vertx,
      Duration period,
      List<NamedFile> files,
      Reader<T> reader,
      ReloadCounter counter) {
    this.vertx = vertx;
    this.period = period;
    this.files = List.copyOf(files);
    this.reader = reader;
    this.counter = counter;
  }

  /**
   * Makes something of the files' content.
   *
   * @param <T> what
   */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads, not on an event loop.
     *
     * @param contents in the order of the files
     * @throws FileException if they cannot be used
     */
    T read(List<byte[]> contents) throws FileException;
  }

  /** Counts what became of changes. */
  public interface ReloadCounter {
    /** A change is in force. */
    void taken();

    /** A change cannot be used, or a file cannot be read any more. */
    void refused();
  }

  /**
   * Reads the files and begins to follow them.
   *
   * @param period between two looks, 1 ms or more
   * @return fails with a {@link FileException} if they cannot be used
   */
  public static <T> Future<FollowedFiles<T>> open(
      Vertx vertx,
      Duration period,
      List<NamedFile> files,
      Reader<T> reader,
      ReloadCounter counter) {
    FollowedFiles<T> followed = new FollowedFiles<>(vertx, period, files, reader, counter);
    return BoundedFile.readInTime(vertx, followed::readFirst)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof IOException late
                        ? new FileException(followed.names() + ": " + FileReason.of(late), late)
                        : failure));
  }

  /** Returns what is in force. Any thread may ask. */
  public T current() {
    return current;
  }

  /**
   * Asks to be told of changes.
   *
   * @param listener called with what is in force from then on, not on an event loop
   */
  public void onChange(Consumer<T> listener) {
    listeners.add(listener);
  }

  private FollowedFiles<T> readFirst() throws FileException {
    seen = contents();
    current = reader.read(seen);
    lookLater();
    return this;
  }

  /** Ceases to look; to be called before Vert.x is closed. */
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
  }

  /** Not by a periodic timer: a file system that hangs must not pile looks up. */
  private void lookLater() {
    long millis = period.toMillis();
    timer =
        vertx.setTimer(
            changing == null ? millis : Math.min(millis, SECOND_LOOK_MILLIS),
            ignored -> lookUnlessClosed());
  }

  private void lookUnlessClosed() {
    if (!closed) {
      vertx
          .executeBlocking(this::look)
          .onFailure(fault -> LOG.error("{}: not looked at", names(), fault))
          .onComplete(looked -> lookLater());
    }
  }

  Void look() {
    try {
      judge(contents());
    } catch (FileException unreadable) {
      refuse(unreadable.getMessage());
    }
    return null;
  }

  private void judge(List<byte[]> contents) {
    if (areAlike(contents, seen)) {
      changing = null;
      stay();
    } else if (changing == null || !areAlike(contents, changing)) {
      changing = contents;
    } else {
      seen = contents;
      changing = null;
      trouble = null; // of other content, whatever it was
      read(contents);
    }
  }

  private void stay() {
    if (verdict != null) {
      refuse(verdict);
    } else if (trouble != null) {
      trouble = null;
      LOG.info("{}: can be read again", names());
    }
  }

  private void read(List<byte[]> contents) {
    try {
      current = reader.read(contents);
      verdict = null;
      LOG.info("{}: now in force as changed", names());
      counter.taken();
      listeners.forEach(listener -> listener.accept(current));
    } catch (FileException unusable) {
      verdict = unusable.getMessage();
      refuse(verdict);
    }
  }

  private void refuse(String reason) {
    if (!reason.equals(trouble)) {
      trouble = reason;
      LOG.error("{}; what it said before stays in force", reason);
      counter.refused();
    }
  }

  private static boolean areAlike(List<byte[]> contents, List<byte[]> others) {
    for (int i = 0; i < contents.size(); i++) {
      if (!Arrays.equals(contents.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private List<byte[]> contents() throws FileException {
    List<byte[]> contents = new ArrayList<>(files.size());
    for (NamedFile file : files) {
      try {
        contents.add(BoundedFile.read(file.path()));
      } catch (IOException e) {
        throw file.unusable(FileReason.of(e), e);
      }
    }
    return contents;
  }

  private String names() {
    return files.stream().map(NamedFile::toString).collect(Collectors.joining(", "));
  }
}
