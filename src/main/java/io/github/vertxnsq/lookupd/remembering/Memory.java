package io.github.vertxnsq.lookupd.remembering;

import io.github.vertxnsq.lookupd.metrics.DataMeters;
import io.github.vertxnsq.lookupd.registry.Census;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.replication.Recollection;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the daemon knows in a file, and takes it over when the daemon is started again. Lives
 * on the registry's thread, where it reads what is known page by page; files are dealt with
 * elsewhere.
 */
public final class Memory extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

  /** How often it is looked whether there is something to write. */
  private static final long LOOK_MILLIS = 500;

  /** After a file was written there is a pause so many times as long as a processor was busy. */
  private static final int PAUSES = 10;

  /** So much of the inactive-producer-timeout may pass before ages are written anew. */
  private static final int AGES_PARTS = 4;

  private static final Duration MAX_AGES = Duration.ofSeconds(15);

  /** What is stamped later by another member is not believed by the others either. */
  private static final long MAX_AHEAD_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final DataFolder folder;
  private final Supplier<Recollection> knowing;
  private final Place place;
  private final DataMeters meters;
  private Recollection recollection;

  /** As of {@link Recollection#changes} when what was last written was begun to be read. */
  private long writtenChanges = -1;

  private long writtenPings;
  private long begunMillis;

  /** How long the writing that is going on has kept a processor busy; the disk is not counted. */
  private long busyNanos;

  private long pauseUntilMillis = Long.MIN_VALUE;

  /** Why nothing could be written; null while it can. */
  private String trouble;

  private long timer;

  /** The writing that is going on; done while there is none. */
  private Future<Void> writing = Future.succeededFuture();

  /**
   * Where this daemon is.
   *
   * @param owner how the file names this daemon; others' files are not taken over
   * @param isMember whether there may be others, who would refuse stamps from the future
   * @param clock the wall clock
   * @param inactiveProducerTimeout gives the one in force
   * @param isFull whether there is no memory left to take anything over
   */
  public record Place(
      String owner,
      boolean isMember,
      InstantSource clock,
      Supplier<Duration> inactiveProducerTimeout,
      BooleanSupplier isFull) {}

  /**
   * A memory in that folder.
   *
   * @param knowing gives what is known, from when the registry is there
   */
  public Memory(String folder, Place place, Supplier<Recollection> knowing, DataMeters meters) {
    this.folder = new DataFolder(Path.of(folder));
    this.place = place;
    this.knowing = knowing;
    this.meters = meters;
  }

  /**
   * Succeeds when what was remembered is known; also when that is nothing. Fails with a {@link
   * DataException} when the folder is another daemon's, or cannot be one.
   */
  @Override
  public Future<?> start() {
    recollection = knowing.get();
    return aside(this::open)
        .compose(ignored -> takeOver())
        .onSuccess(ignored -> timer = vertx.setPeriodic(LOOK_MILLIS, any -> look()));
  }

  private Void open() throws DataException {
    try {
      folder.open();
    } catch (IOException e) {
      LOG.warn("DATA: nothing can be written beside {}: {}", folder.file(), DataFolder.reason(e));
    }
    return null;
  }

  /** Does on a worker's thread what may take long; the rest follows on the registry's. */
  private <T> Future<T> aside(Callable<T> task) {
    return vertx.executeBlocking(task, false);
  }

  private Future<Void> takeOver() {
    return aside(this::check).compose(found -> found ? takeOverPages() : Future.succeededFuture());
  }

  /** Whether there is a file, and it is whole; one that is of no use is put aside. */
  private boolean check() {
    String reason;
    try (DataReader reader = open(folder)) {
      long latest = 0;
      for (DataFile.Page page = reader.next(); page != null; page = reader.next()) {
        latest = Math.max(latest, Recollection.latestTime(page.told()));
      }
      long mostMillis = place.clock.millis() + MAX_AHEAD_MILLIS;
      if (!place.isMember || latest <= Stamp.hybridTimeOf(mostMillis)) {
        return true;
      }
      reason = "it is stamped more than an hour ahead";
    } catch (NoSuchFileException none) {
      LOG.info("DATA: {} is not there: nothing is remembered", folder.file());
      return false;
    } catch (DataException useless) {
      reason = useless.getMessage();
    } catch (IOException e) {
      reason = DataFolder.reason(e);
    }
    refuse(reason);
    return false;
  }

  private void refuse(String reason) {
    String kept;
    try {
      kept = "kept as " + folder.putAside().getFileName();
    } catch (IOException e) {
      kept = "not kept: " + DataFolder.reason(e);
    }
    LOG.warn("DATA: {} is not taken over, and {}: {}", folder.file(), kept, reason);
  }

  private DataReader open(DataFolder from) throws IOException, DataException {
    return new DataReader(from.file(), place.owner, Runtime.getRuntime().maxMemory() / 2);
  }

  private Future<Void> takeOverPages() {
    return aside(() -> open(folder))
        .compose(
            reader ->
                takeOver(reader, 0)
                    .eventually(
                        () ->
                            aside(
                                () -> {
                                  reader.close();
                                  return null;
                                })))
        .recover(
            fault -> {
              LOG.warn("DATA: {} is not all taken over: {}", folder.file(), fault.toString());
              return Future.succeededFuture();
            });
  }

  private Future<Void> takeOver(DataReader reader, long agoMillis) {
    return aside(reader::next)
        .compose(
            page -> {
              if (page == null || place.isFull.getAsBoolean()) {
                taken(page == null, agoMillis);
                return Future.succeededFuture();
              }
              // A clock that was set back since tells nothing: then no time has passed.
              long ago = Math.max(0, place.clock.millis() - page.wallMillis());
              recollection.take(page.told(), ago, nowMillis());
              return takeOver(reader, ago);
            });
  }

  private void taken(boolean isAll, long agoMillis) {
    recollection.taken(agoMillis, nowMillis());
    Census known = recollection.census();
    LOG.info(
        "DATA: {} topics, {} channels and {} producers are remembered, as of {} ms ago",
        known.topics(),
        known.channels(),
        known.producers(),
        agoMillis);
    if (!isAll) {
      LOG.warn("DATA: there was no memory left for all that {} has", folder.file());
    }
    writtenChanges = recollection.changes();
    writtenPings = recollection.pings();
  }

  private void look() {
    long nowMillis = nowMillis();
    boolean isPast = nowMillis >= pauseUntilMillis && writing.isComplete();
    boolean haveAgesPassed = nowMillis - begunMillis >= agesMillis();
    if (isPast && (isChanged() || (isHeard() && haveAgesPassed))) {
      write();
    }
  }

  private boolean isChanged() {
    return recollection.changes() != writtenChanges;
  }

  private boolean isHeard() {
    return recollection.pings() != writtenPings;
  }

  private long agesMillis() {
    long part = place.inactiveProducerTimeout.get().toMillis() / AGES_PARTS;
    return Math.min(part, MAX_AGES.toMillis());
  }

  private void write() {
    long changes = recollection.changes();
    long pings = recollection.pings();
    begunMillis = nowMillis();
    busyNanos = 0;
    long begunNanos = System.nanoTime();
    writing =
        aside(() -> folder.write(place.owner))
            .compose(
                writer ->
                    writePages(writer, recollection.read())
                        .compose(ignored -> aside(() -> finish(writer)))
                        .eventually(
                            () ->
                                aside(
                                    () -> {
                                      writer.close();
                                      return null;
                                    })))
            .transform(
                done -> {
                  long nanos = System.nanoTime() - begunNanos;
                  pauseUntilMillis =
                      nowMillis() + PAUSES * TimeUnit.NANOSECONDS.toMillis(busyNanos);
                  if (done.succeeded()) {
                    writtenChanges = changes;
                    writtenPings = pings;
                    meters.written(done.result(), Duration.ofNanos(nanos));
                    works();
                  } else {
                    fails(done.cause());
                  }
                  return Future.succeededFuture();
                });
  }

  private Future<Void> writePages(DataWriter writer, Recollection.Reading reading) {
    if (!reading.hasNext()) {
      return Future.succeededFuture();
    }
    long begunNanos = System.nanoTime();
    DataFile.Page page = new DataFile.Page(reading.next(nowMillis()), place.clock.millis());
    busyNanos += System.nanoTime() - begunNanos;
    return aside(() -> writer.write(page))
        .compose(
            nanos -> {
              busyNanos += nanos;
              return writePages(writer, reading);
            });
  }

  private long finish(DataWriter writer) throws IOException {
    long bytes = writer.finish();
    folder.replace();
    return bytes;
  }

  private void works() {
    if (trouble != null) {
      LOG.warn("DATA: {} is written again", folder.file());
      trouble = null;
    }
  }

  private void fails(Throwable cause) {
    meters.failed();
    String reason = cause instanceof IOException e ? DataFolder.reason(e) : cause.toString();
    if (!reason.equals(trouble)) {
      LOG.warn("DATA: {} could not be written: {}", folder.file(), reason);
      trouble = reason;
    }
  }

  /** Writes what is not written yet, and leaves the folder to others. */
  @Override
  public Future<?> stop() {
    vertx.cancelTimer(timer);
    return writing
        .compose(
            ignored -> {
              if (isChanged() || isHeard()) {
                write();
              }
              return writing;
            })
        .compose(
            ignored ->
                aside(
                    () -> {
                      folder.close();
                      return null;
                    }));
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
