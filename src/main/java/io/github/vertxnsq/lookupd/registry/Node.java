package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.List;

/** An nsqd as it is listed: the producers that identified alike, usually one. */
final class Node {
  final Endpoint endpoint;
  private final NodeAddress address;

  /** In the order of their IDENTIFY, the newest last. */
  private final List<Producer> producers = new ArrayList<>(1);

  /** Those that gave something up and have not pinged; mostly none. */
  private final List<Producer> givers = new ArrayList<>(0);

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
    for (Producer producer : producers) {
      if (!producer.registrations.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private boolean hasSeveralProducers() {
    return producers.size() > 1;
  }

  void add(Producer producer) {
    int place = producers.size();
    while (place > 0 && producer.identifiedAt.isBefore(producers.get(place - 1).identifiedAt)) {
      place--;
    }
    producers.add(place, producer);
  }

  void remove(Producer producer) {
    producers.remove(producer);
    givers.remove(producer);
    if (producer == newestPinged) {
      newestPinged = null;
      producers.forEach(this::rememberIfPinged);
    }
  }

  /** The producer pinged. */
  void pinged(Producer producer) {
    givers.remove(producer);
    rememberIfPinged(producer);
  }

  /** The producer gives the name up: an older one's registration of it may no longer count. */
  void giveUp(Producer producer, Name name) {
    if (mayGiveUp(producer)) {
      producer.giveUp(name);
      if (!givers.contains(producer)) {
        givers.add(producer);
      }
    }
  }

  /**
   * Whether it matters what the producer gives up: there is an older one, and it has not pinged.
   * From its first PING on, what it holds is what counts.
   */
  boolean mayGiveUp(Producer producer) {
    return producers.get(0) != producer && !producer.hasPinged();
  }

  private void rememberIfPinged(Producer producer) {
    if (producer.hasPinged()
        && (newestPinged == null || newestPinged.identifiedAt.isBefore(producer.identifiedAt))) {
      newestPinged = producer;
    }
  }

  /**
   * Whether the producer's registration of the name counts, silent or not. It does not when a newer
   * producer, since whose IDENTIFY this one was not heard, has pinged: a real nsqd sends its first
   * PING after all its REGISTERs, so what it holds is complete by then. Nor when such a one, still
   * before its first PING, gave just this name up.
   */
  boolean counts(Producer producer, Name name) {
    if (producer.hasEnded()) {
      return false;
    }
    if (newestPinged != null && producer.heardAt().isBefore(newestPinged.identifiedAt)) {
      return false;
    }
    for (Producer newer : givers) {
      if (newer.gaveUp(name) && producer.heardAt().isBefore(newer.identifiedAt)) {
        return false;
      }
    }
    return true;
  }

  /** Whether hearing the producer may alter which of this node's registrations count. */
  boolean hearingMatters(Producer producer) {
    Producer newest = producers.get(producers.size() - 1);
    return hasSeveralProducers()
        && (!producer.hasPinged() || producer.heardAt().isBefore(newest.identifiedAt));
  }

  /** The newest producer, if there is one of those that are not silent; null when there is none. */
  Producer newest() {
    Producer spokesman = spokesman();
    return spokesman != null || producers.isEmpty()
        ? spokesman
        : producers.get(producers.size() - 1);
  }

  /** The newest producer that is not silent: it supplies the fields. Null when all are silent. */
  Producer spokesman() {
    for (int i = producers.size() - 1; i >= 0; i--) {
      if (!producers.get(i).isSilent()) {
        return producers.get(i);
      }
    }
    return null;
  }
}
