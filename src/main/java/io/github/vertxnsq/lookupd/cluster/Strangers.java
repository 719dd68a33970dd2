package io.github.vertxnsq.lookupd.cluster;

import io.github.vertxnsq.lookupd.limits.AddressBlock;
import io.github.vertxnsq.lookupd.limits.ConnectionGate;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the connections to a port of members that have not said what members say: each is an open
 * file. There may be a few at a time, of which the oldest of the address with most goes first, and
 * none may take long. Where there are no certificates anybody can talk like a member, so that those
 * who do are bounded too, in the same way.
 *
 * <p>Safe for use by several threads.
 */
final class Strangers {
  /** Members that all start at once open one or two each. */
  static final int MAX_SILENT = 24;

  /** Without certificates: for sixteen other members, each of which opens one or two. */
  static final int MAX_TALKING = 32;

  /** What a member sends it sends at once, and a handshake takes some milliseconds. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Between two lines of the log, which would be full of them otherwise. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ClusterEngine.class);
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final String port;
  private final boolean haveProven;
  private final Duration patience;
  private final ConnectionGate silent = new ConnectionGate(MAX_SILENT, this::tell);
  private final ConnectionGate talking = new ConnectionGate(MAX_TALKING, this::tell);
  private final AtomicLong closed = new AtomicLong();
  private final AtomicLong nextLineNanos = new AtomicLong(System.nanoTime());

  /**
   * @param port as the settings have it, for the log
   * @param haveProven whether who talks like a member has shown a certificate before
   */
  Strangers(String port, boolean haveProven) {
    this(port, haveProven, PATIENCE);
  }

  Strangers(String port, boolean haveProven, Duration patience) {
    this.port = port;
    this.haveProven = haveProven;
    this.patience = patience;
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "strangers");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  /** Those that have not said anything yet; for who begins with a handshake of its own. */
  ConnectionGate silent() {
    return silent;
  }

  /**
   * A connection was accepted.
   *
   * @param close closes it; may be called by any thread
   */
  Stranger enter(SocketAddress remote, Runnable close) {
    return new Stranger(AddressBlock.of(remote), close);
  }

  private void tell(AddressBlock address) {
    long soFar = closed.incrementAndGet();
    long nowNanos = System.nanoTime();
    long dueNanos = nextLineNanos.get();
    if (nowNanos - dueNanos >= 0
        && nextLineNanos.compareAndSet(dueNanos, nowNanos + PAUSE.toNanos())) {
      LOG.warn(
          "CLUSTER: connections to {} that do not say what members say are closed: {} so far, the"
              + " last one of {}",
          port,
          soFar,
          address);
    }
  }

  /** A connection of which nobody knows yet that it is a member's. */
  final class Stranger {
    private final AddressBlock address;
    private final Runnable close;
    private final ConnectionGate.Entry first;
    private final ScheduledFuture<?> tooLate;
    private ConnectionGate.Entry second; // guarded by this, as is the next one
    private boolean ended;

    private Stranger(AddressBlock address, Runnable close) {
      this.address = address;
      this.close = close;
      this.first = silent.enter(address, close);
      this.tooLate = CLOCK.schedule(this::giveUp, patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** It has sent what members send; to be called whenever it does. */
    void talks() {
      if (silent.leave(first)) {
        tooLate.cancel(false);
        if (!haveProven) {
          goOn();
        }
      }
    }

    private void goOn() {
      ConnectionGate.Entry entered = talking.enter(address, close);
      synchronized (this) {
        second = entered;
        if (!ended) {
          return;
        }
      }
      talking.leave(entered);
    }

    /** It is closed. */
    void ends() {
      tooLate.cancel(false);
      silent.leave(first);
      ConnectionGate.Entry entered;
      synchronized (this) {
        ended = true;
        entered = second;
      }
      if (entered != null) {
        talking.leave(entered);
      }
    }

    private void giveUp() {
      if (silent.leave(first)) {
        close.run();
        tell(address);
      }
    }
  }
}
