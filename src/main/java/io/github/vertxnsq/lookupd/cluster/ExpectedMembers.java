package io.github.vertxnsq.lookupd.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether those are members who should be, by the list of peers or by DNS, and
 * asks at the ports of those who are not why that is. The engine does not tell: it tries once, and
 * then begins a cluster of its own.
 */
final class ExpectedMembers {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterEngine.class);
  private static final long PERIOD_MILLIS = 2_000;
  private static final int CONNECT_MILLIS = 1_000;

  /** A member that wants a certificate closes after {@link MemberProof}'s five seconds. */
  private static final int ANSWER_MILLIS = 6_000;

  /** Enough to start a daemon anew: of one that is just starting, the reason is a guess. */
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** What each end of a connection between members says first. */
  private static final byte[] MEMBERS_PROTOCOL = "HZC".getBytes(US_ASCII);

  private final ClusterSettings settings;
  private final Optional<MemberProof> proof;
  private final Supplier<Set<InetSocketAddress>> present;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "expected-members");
            thread.setDaemon(true);
            return thread;
          });

  /** What is known of those who are missing, by what they are called. */
  private final Map<String, Absence> absences = new HashMap<>();

  private volatile Map<String, Candidate> missing = Map.of();
  private volatile boolean hasLooked;
  private volatile ScheduledFuture<?> looking;

  /** Somebody who is not a member, where that was looked for, and what came of it. */
  private record Candidate(List<InetSocketAddress> addresses, Membership.Missing found) {}

  /**
   * @param proof what members want to see first; empty where they believe anybody
   * @param present where those are who are members, this daemon among them
   */
  ExpectedMembers(
      ClusterSettings settings,
      Optional<MemberProof> proof,
      Supplier<Set<InetSocketAddress>> present) {
    this.settings = settings;
    this.proof = proof;
    this.present = present;
  }

  void start() {
    looking = looks.scheduleWithFixedDelay(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    looking.cancel(true);
    looks.shutdown();
  }

  /** Whether it is known of each who is missing whether it could be reached. */
  boolean hasLooked() {
    return hasLooked;
  }

  /** Those who are missing now; any thread may ask. */
  List<Membership.Missing> missing() {
    Set<InetSocketAddress> there = present.get();
    return missing.values().stream()
        .filter(candidate -> candidate.addresses().stream().noneMatch(there::contains))
        .map(Candidate::found)
        .toList();
  }

  private void look() {
    try {
      Map<String, Candidate> found = new LinkedHashMap<>();
      wanted()
          .forEach(
              (name, addresses) -> {
                if (isAbsent(addresses)) {
                  Membership.Missing why = ask(name, addresses);
                  if (isAbsent(addresses)) { // still: to ask takes a while
                    found.put(name, new Candidate(addresses, why));
                  }
                }
              });
      missing = found;
      hasLooked = true;
      log(missing());
    } catch (RuntimeException fault) {
      LOG.error("CLUSTER: cannot see who is missing", fault);
    }
  }

  private boolean isAbsent(List<InetSocketAddress> addresses) {
    Set<InetSocketAddress> there = present.get();
    return addresses.stream().noneMatch(at -> there.contains(at) || isThisDaemon(at));
  }

  /** It may be named by another address of this machine than the one it is known by. */
  private boolean isThisDaemon(InetSocketAddress at) {
    try {
      return at.getPort() == settings.address().port()
          && NetworkInterface.getByInetAddress(at.getAddress()) != null;
    } catch (IOException cannotTell) {
      return false;
    }
  }

  /** By what they are called; a host without an address has none. */
  private Map<String, List<InetSocketAddress>> wanted() {
    Map<String, List<InetSocketAddress>> wanted = new LinkedHashMap<>();
    if (!settings.dns().isEmpty()) {
      for (InetSocketAddress each : resolve(settings.dns(), settings.address().port())) {
        wanted.put(show(each), List.of(each));
      }
    }
    for (String peer : settings.peers()) {
      int colon = peer.lastIndexOf(':');
      String host = peer.substring(0, colon).replaceAll("[\\[\\]]", "");
      wanted.put(peer, resolve(host, Integer.parseInt(peer.substring(colon + 1))));
    }
    return wanted;
  }

  private static List<InetSocketAddress> resolve(String host, int port) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        addresses.add(new InetSocketAddress(address, port));
      }
    } catch (UnknownHostException noAddress) {
      return List.of();
    }
    return addresses;
  }

  private static String show(InetSocketAddress address) {
    return new Place(address.getAddress().getHostAddress(), address.getPort()).toString();
  }

  private Membership.Missing ask(String name, Collection<InetSocketAddress> addresses) {
    String why = "the name has no address";
    for (InetSocketAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(address, CONNECT_MILLIS);
        return new Membership.Missing(name, answer(socket), true);
      } catch (SocketTimeoutException nothing) {
        why = "nobody answers there";
      } catch (IOException unreachable) {
        why = "it cannot be reached: " + unreachable.getMessage();
      }
    }
    return new Membership.Missing(name, why, false);
  }

  /** Returns why somebody who lives and answers is no member. */
  private String answer(Socket socket) throws SocketTimeoutException {
    try {
      socket.setSoTimeout(ANSWER_MILLIS);
      if (proof.isPresent()) {
        proof.get().onConnect(socket);
      }
    } catch (SocketTimeoutException hangs) {
      throw hangs;
    } catch (SSLException refused) {
      return "it does not accept this daemon's certificate, or has none that is accepted here";
    } catch (IOException closed) {
      return "it closes the connection, as when it has none of the certificates that are wanted"
          + " here (-cluster-tls-cert), or too many connections";
    }
    try {
      socket.getOutputStream().write(MEMBERS_PROTOCOL);
      byte[] answer = new byte[MEMBERS_PROTOCOL.length];
      new DataInputStream(socket.getInputStream()).readFully(answer);
      return ("it belongs to another cluster than \"%s\", is of another version, is just starting,"
              + " or was cut off and is not back yet")
          .formatted(settings.name());
    } catch (SocketTimeoutException hangs) {
      throw hangs;
    } catch (IOException closed) {
      return "it is no member's port, or wants a certificate (-cluster-tls-cert)";
    }
  }

  private void log(List<Membership.Missing> now) {
    absences.keySet().retainAll(now.stream().map(Membership.Missing::address).toList());
    for (Membership.Missing each : now) {
      Absence absence =
          absences.computeIfAbsent(
              each.address(), name -> new Absence(settings.joinTimeout().toNanos()));
      if (absence.isToBeTold(each, System.nanoTime())) {
        LOG.warn("CLUSTER: {} should be a member, and is none: {}", each.address(), each.reason());
      }
    }
  }

  /**
   * What is known of one that is missing. The log says so when it has been for longer than it takes
   * to start one anew, and two looks have shown the same reason; then now and then.
   */
  static final class Absence {
    private final long patienceNanos;
    private Membership.Missing last;
    private long sinceNanos;
    private long loggedNanos;
    private String loggedReason;

    /**
     * @param joinNanos how long one may take to join
     */
    Absence(long joinNanos) {
      this.patienceNanos = Math.max(joinNanos, START_NANOS);
    }

    /** Takes what a look has shown, and tells whether the log is to say it. */
    boolean isToBeTold(Membership.Missing now, long nowNanos) {
      boolean isNews = last == null || last.answers() != now.answers();
      boolean isSame = !isNews && last.reason().equals(now.reason());
      last = now;
      if (isNews) {
        sinceNanos = nowNanos; // it has gone, or is just starting
      }
      boolean isDue =
          now.reason().equals(loggedReason)
              ? nowNanos - loggedNanos >= REPEAT_NANOS
              : isSame && nowNanos - sinceNanos >= patienceNanos;
      if (isDue) {
        loggedReason = now.reason();
        loggedNanos = nowNanos;
      }
      return isDue;
    }
  }
}
