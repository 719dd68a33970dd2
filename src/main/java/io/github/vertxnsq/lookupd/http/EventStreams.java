package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.EventListener;
import io.github.vertxnsq.lookupd.bus.Told;
import io.github.vertxnsq.lookupd.events.Entry;
import io.github.vertxnsq.lookupd.events.EventLog;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one event loop that are told what happens, each of all or of one topic. There is a
 * log of it while there are any. Belongs to that loop.
 */
final class EventStreams {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  /** Longer than any pause of a network, shorter than what proxies take for dead. */
  private static final long HEARTBEAT_MILLIS = 15_000;

  private final Vertx vertx;
  private final Snapshots snapshots;
  private final Watchers watchers;
  private final EventListener listener;

  /** By the topic, null for all. */
  private final Map<TopicName, Set<EventStream>> streams = new HashMap<>();

  /** Succeeds when there is a log; null while nobody listens. */
  private Future<Void> begun;

  private EventLog log;
  private String logName;
  private Delivery delivery;
  private long heartbeat;
  private boolean closing;

  EventStreams(HttpServices services) {
    this.vertx = services.vertx();
    this.watchers = services.watchers();
    this.snapshots = new Snapshots(vertx, services.views(), InstantSource.system());
    this.listener = new EventListener(vertx, this::tell);
  }

  /** Whether no client is to be taken in any more: the server is about to stop. */
  boolean isClosing() {
    return closing;
  }

  /**
   * Takes a client in; it stays until it goes or is dropped.
   *
   * @param lastId of the last event that it was told before, null for none
   */
  void add(EventStream stream, String lastId) {
    if (begun == null) {
      heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, rung -> beat());
      begun = listener.begin().map(this::begin);
    }
    streams.computeIfAbsent(stream.topic(), any -> new LinkedHashSet<>()).add(stream);
    begun
        .onSuccess(ready -> welcome(stream, LastEventId.parse(lastId)))
        .onFailure(fault -> refuse(stream, fault));
  }

  private Void begin(Told kept) {
    if (streams.isEmpty()) {
      return null; // all have gone meanwhile
    }
    logName = kept.log();
    log = new EventLog(kept.first());
    kept.entries().forEach(log::add);
    delivery = new Delivery(vertx, logName, log, snapshots, watchers.meters());
    return null;
  }

  private void welcome(EventStream stream, LastEventId last) {
    if (isThere(stream)) { // else it has gone meanwhile
      delivery.welcome(stream, last);
    }
  }

  private void refuse(EventStream stream, Throwable fault) {
    if (isThere(stream)) {
      LOG.error("/events failed", fault);
      remove(stream);
      stream.refuse();
    }
  }

  private boolean isThere(EventStream stream) {
    return streams.getOrDefault(stream.topic(), Set.of()).contains(stream);
  }

  void remove(EventStream stream) {
    Set<EventStream> alike = streams.get(stream.topic());
    if (alike != null && alike.remove(stream)) {
      stream.beOver();
      watchers.leave();
      if (alike.isEmpty()) {
        streams.remove(stream.topic());
      }
      if (streams.isEmpty()) {
        listener.end();
        vertx.cancelTimer(heartbeat);
        begun = null;
        log = null;
        delivery = null;
      }
    }
  }

  /** Brings what happened, to whom it concerns. */
  void tell(Told told) {
    if (log == null || !told.log().equals(logName)) {
      return; // not begun yet: this is in what that will bring
    }
    long news = log.next();
    if (told.first() > news) { // never seen; those who come back are told what they missed
      LOG.error("events {} to {} were lost on the bus", news, told.first() - 1);
      all().forEach(EventStream::drop);
      return;
    }
    Map<TopicName, Long> firsts = new LinkedHashMap<>();
    for (Shown<Entry> entry : told.entries()) {
      if (entry.value().number() == log.next()) { // else it is known
        log.add(entry);
        TopicName topic = entry.value().event().topic();
        if (streams.containsKey(topic)) {
          firsts.putIfAbsent(topic, entry.value().number());
        }
      }
    }
    firsts.put(null, news);
    firsts.forEach(this::wake);
    delivery.goOn();
  }

  /**
   * Has those read on who want to hear of it.
   *
   * @param topic null for those who want to hear of all
   */
  private void wake(TopicName topic, long number) {
    delivery.wake(streams.getOrDefault(topic, Set.of()), number);
  }

  private void beat() {
    if (delivery != null) {
      delivery.beat(all());
    }
  }

  private List<EventStream> all() {
    return streams.values().stream().flatMap(Set::stream).toList();
  }

  /** Ends all streams, and takes no client in any more: the server is about to stop. */
  void close() {
    closing = true;
    Turns.forEach(
        vertx,
        all(),
        stream -> {
          if (isThere(stream)) { // else it has gone meanwhile
            remove(stream);
            stream.end();
          }
        });
  }
}
