package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** An nsqd as it is listed: the producers that identified alike, usually one. */
final class Node {
  /** The later ones last. The rest tells those apart that another daemon gave the same stamp. */
  private static final Comparator<Producer> BY_IDENTIFY =
      Comparator.<Producer, Stamp>comparing(producer -> producer.identifiedAt)
          .thenComparingInt(producer -> producer.id.node())
          .thenComparingLong(producer -> producer.id.connection());

  final Endpoint endpoint;
  private final NodeAddress address;

  /** In the order of their IDENTIFY, the newest last. */
  private final List<Producer> producers = new ArrayList<>(1);

  /** How many registrations the producers have together. */
  private int held;

  /** How many of the producers are orphans. */
  private int orphans;

  /** How many of the producers have pinged, are not quiet, and are no orphans. */
  private int attending;

  /** Of those that have pinged, the one that identified last; null when none has. */
  private Producer newestPinged;

  private boolean awaitsAnnouncement;

  /** As it was listed last, while that holds. */
  private NodeView view;

  /** The {@link RegistrationIndex#topicsEpoch} of that. */
  private long viewEpoch;

  Node(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.address = new NodeAddress(endpoint.broadcastAddress(), endpoint.httpPort());
  }

  /** Whether an announcement is to be made that has not begun. */
  boolean awaitsAnnouncement() {
    return awaitsAnnouncement;
  }

  void awaitAnnouncement(boolean awaits) {
    awaitsAnnouncement = awaits;
  }

  /** The view made in that epoch, if the node has not changed since; else null. */
  NodeView view(long epoch) {
    return viewEpoch == epoch ? view : null;
  }

  /** The view that was made last, whether it still holds or not; null when the node has changed. */
  NodeView lastView() {
    return view;
  }

  void keepView(NodeView made, long epoch) {
    view = made;
    viewEpoch = epoch;
  }

  void forgetView() {
    view = null;
  }

  /** What a tombstone calls this node. */
  NodeAddress address() {
    return address;
  }

  List<Producer> producers() {
    return producers;
  }

  /** Whether none of the producers holds anything, or none is left. */
  boolean isUnheld() {
    return held == 0;
  }

  /** How many registrations the producers have together. */
  int held() {
    return held;
  }

  /** One of the producers holds so many more names, or fewer where the number is below 0. */
  void countHeld(int more) {
    held += more;
  }

  void add(Producer producer) {
    producers.add(~Collections.binarySearch(producers, producer, BY_IDENTIFY), producer);
    count(producer);
  }

  void remove(Producer producer) {
    int place = Collections.binarySearch(producers, producer, BY_IDENTIFY);
    producers.remove(place);
    uncount(producer);
    held -= producer.registrations.size();
    if (producer == newestPinged) {
      newestPinged = newestPingedBefore(place);
    }
  }

  private Producer newestPingedBefore(int end) {
    for (int place = end - 1; place >= 0; place--) {
      if (producers.get(place).hasPinged()) {
        return producers.get(place);
      }
    }
    return null;
  }

  /** The producer pinged. */
  void pinged(Producer producer) {
    if (newestPinged == null || newestPinged.identifiedAt.isBefore(producer.identifiedAt)) {
      newestPinged = producer;
    }
  }

  boolean hasSeveralProducers() {
    return producers.size() > 1;
  }

  /**
   * Whether the producer's registrations count, be it silent or not.
   *
   * <p>Those of a producer that is quiet do not when a newer one has pinged: a real nsqd sends its
   * first PING after all its REGISTERs, so what the newer one holds is complete by then. Whatever a
   * newer one says, a producer that is heard goes on counting, since anybody may identify as
   * anybody.
   *
   * <p>Nor do those of an orphan when a newer one has pinged, or when an older one has whose daemon
   * is there and that is not quiet: then the nsqd is connected to that daemon, too, and no longer
   * tells the orphan's what it gives up.
   */
  boolean counts(Producer producer) {
    if (producer.hasEnded()) {
      return false;
    }
    boolean isOrphan = producer.isOrphan();
    if ((isOrphan || producer.isQuiet()) && hasPingedAfter(producer)) {
      return false;
    }
    return !isOrphan || attending == 0;
  }

  private boolean hasPingedAfter(Producer producer) {
    return newestPinged != null && producer.identifiedAt.isBefore(newestPinged.identifiedAt);
  }

  /** Whether hearing one of the producers, or not, may alter whether others count. */
  boolean hasOrphans() {
    return orphans > 0;
  }

  /** Takes the producer into account as it is now. */
  void count(Producer producer) {
    count(producer, 1);
  }

  /** No longer takes the producer into account as it is now: it is about to change. */
  void uncount(Producer producer) {
    count(producer, -1);
  }

  private void count(Producer producer, int more) {
    boolean isOrphan = producer.isOrphan();
    orphans += isOrphan ? more : 0;
    attending += !isOrphan && producer.hasPinged() && !producer.isQuiet() ? more : 0;
  }

  /** The newest producer, if there is one of those that are not silent; null when there is none. */
  Producer newest() {
    Producer spokesman = spokesman();
    return spokesman != null || producers.isEmpty()
        ? spokesman
        : producers.get(producers.size() - 1);
  }

  /**
   * The newest producer that is not silent, and no orphan that does not count: it supplies the
   * fields. Null when all are silent.
   */
  Producer spokesman() {
    Producer newestHeard = null;
    for (int i = producers.size() - 1; i >= 0; i--) {
      Producer producer = producers.get(i);
      if (!producer.isSilent()) {
        if (!producer.isOrphan() || counts(producer)) {
          return producer;
        }
        newestHeard = newestHeard == null ? producer : newestHeard;
      }
    }
    return newestHeard;
  }
}
