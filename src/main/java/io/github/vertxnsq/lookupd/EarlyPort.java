package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.SettingsAtOnce;
import io.github.vertxnsq.lookupd.limits.PacedTransport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The port for producers, opened as the first thing that the process does. An nsqd that was started
 * in the same second connects, and waits in the kernel until the daemon answers; were it refused,
 * it would come back after 15 seconds only, and consumers would not find it until then.
 *
 * <p>A member of a cluster has none: its port stays closed until it knows what the others know.
 * Neither is there one where the settings cannot be used, or the port cannot be opened: the start
 * itself comes upon the same trouble, and reports it.
 */
final class EarlyPort {
  /** The kernel takes as many as the system allows, which is fewer. */
  private static final int BACKLOG = 1 << 16;

  /** As long as the settings themselves may take to be read. */
  private static final long MAX_SECONDS = 10;

  private static final long HEAD_START_MILLIS = 2_000;

  private final CompletableFuture<Optional<Open>> open = new CompletableFuture<>();

  private record Open(HostAndPort address, ServerSocketChannel channel) {}

  private EarlyPort() {}

  /**
   * Opens it, on a thread of its own: a file of settings can take long to read.
   *
   * @param flags given on the command line
   * @param environment the process's
   */
  static EarlyPort open(Map<Setting<?>, String> flags, Map<String, String> environment) {
    EarlyPort port = new EarlyPort();
    Thread opening = new Thread(() -> port.opened(tryToOpen(flags, environment)), "early-port");
    opening.setDaemon(true);
    opening.start();
    port.awaitFor(HEAD_START_MILLIS);
    return port;
  }

  private static Optional<Open> tryToOpen(
      Map<Setting<?>, String> flags, Map<String, String> environment) {
    try {
      Options options = SettingsAtOnce.read(flags, environment);
      return options.get(MembershipSettings.CLUSTER)
          ? Optional.empty()
          : Optional.of(bind(options.get(Settings.TCP_ADDRESS)));
    } catch (IOException | RuntimeException reportedByTheStart) {
      return Optional.empty();
    }
  }

  private static Open bind(HostAndPort address) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(address.bindHost(), address.port()), BACKLOG);
      return new Open(address, channel);
    } catch (IOException | RuntimeException trouble) {
      channel.close();
      throw trouble;
    }
  }

  /** All that follows would compete with it for the processor. */
  private void awaitFor(long millis) {
    try {
      open.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillReading) {
      // The start goes on meanwhile.
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void opened(Optional<Open> port) {
    if (!open.complete(port)) {
      port.ifPresent(tooLate -> close(tooLate.channel()));
    }
  }

  /**
   * Has the next port that is opened by this transport be this one, if it was opened where the
   * options now want it; else closes it.
   *
   * @param vertx whose transport this is
   * @param wanted where the port for producers is to be
   * @return done when the port may be opened
   */
  Future<Void> handOver(Vertx vertx, PacedTransport transport, HostAndPort wanted) {
    return Future.fromCompletionStage(open, vertx.getOrCreateContext())
        .timeout(MAX_SECONDS, TimeUnit.SECONDS)
        .recover(
            tooLate -> {
              open.complete(Optional.empty());
              return Future.fromCompletionStage(open);
            })
        .map(
            opened -> {
              opened.ifPresent(port -> handOver(port, transport, wanted));
              return null;
            });
  }

  private static void handOver(Open port, PacedTransport transport, HostAndPort wanted) {
    if (port.address().equals(wanted)) {
      transport.takeOver(port.channel());
    } else {
      close(port.channel());
    }
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
