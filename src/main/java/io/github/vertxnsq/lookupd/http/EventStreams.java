package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.bus.EventListener;
import io.github.vertxnsq.lookupd.bus.Told;
import io.github.vertxnsq.lookupd.events.Entry;
import io.github.vertxnsq.lookupd.events.Event;
import io.github.vertxnsq.lookupd.events.EventLog;
import io.github.vertxnsq.lookupd.http.Snapshots.Snapshot;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The clients of one event loop that are told what happens. Each is told at once while it keeps up;
 * one that does not reads from the log when it has room again, and is dropped when what it has not
 * read is there no longer. Belongs to that loop.
 */
final class EventStreams {
  /** Longer than any pause of a network, shorter than what proxies take for dead. */
  private static final long HEARTBEAT_MILLIS = 15_000;

  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  /** So many events are read from the log for one client before others have their turn. */
  private static final int EVENTS_A_TURN = 256;

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
  private long heartbeat;

  EventStreams(HttpServices services) {
    this.vertx = services.vertx();
    this.watchers = services.watchers();
    this.snapshots = new Snapshots(services.views(), InstantSource.system());
    this.listener = new EventListener(vertx, this::tell);
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
        .onFailure(noRegistry -> stream.drop());
  }

  private Void begin(Told kept) {
    if (streams.isEmpty()) {
      return null; // all have gone meanwhile
    }
    logName = kept.log();
    log = new EventLog(kept.first());
    kept.entries().forEach(log::add);
    return null;
  }

  void remove(EventStream stream) {
    Set<EventStream> alike = streams.get(stream.topic());
    if (alike != null && alike.remove(stream)) {
      watchers.leave();
      if (alike.isEmpty()) {
        streams.remove(stream.topic());
      }
      if (streams.isEmpty()) {
        listener.end();
        vertx.cancelTimer(heartbeat);
        begun = null;
        log = null;
      }
    }
  }

  private void welcome(EventStream stream, LastEventId last) {
    if (!isThere(stream)) {
      return; // it has gone meanwhile
    }
    if (last != null && last.isIn(logName, log)) {
      stream.fallBehind(last.number() + 1);
      catchUp(stream);
      return;
    }
    long next = log.next();
    stream.send(Buffer.buffer(EventJson.id(logName, next - 1) + "\n"));
    if (last != null) {
      snapshot(stream, "reset", next);
    } else if (stream.topic() != null) {
      snapshot(stream, "lookup", next);
    } else {
      stream.fallBehind(next);
      catchUp(stream);
    }
  }

  /** Sends what there is, and then what has happened since the event before that number. */
  private void snapshot(EventStream stream, String name, long next) {
    stream.beBusy(next);
    snapshots
        .of(stream.topic())
        .onSuccess(snapshot -> sendSnapshot(stream, name, next, snapshot))
        .onFailure(fault -> stream.drop());
  }

  private void sendSnapshot(EventStream stream, String name, long next, Snapshot snapshot) {
    stream.beBusy(next);
    stream
        .sendAll(
            snapshot.tag(), EventJson.frame(EventJson.id(logName, next - 1), name, snapshot.data()))
        .onSuccess(
            sent -> {
              stream.fallBehind(next);
              catchUp(stream);
            })
        .onFailure(fault -> stream.drop());
  }

  private void tell(Told told) {
    if (log == null || !told.log().equals(logName)) {
      return; // not begun yet: this is in what that will bring
    }
    Set<TopicName> lookups = new LinkedHashSet<>();
    for (Shown<Entry> entry : told.entries()) {
      if (entry.value().number() == log.next()) {
        log.add(entry);
        tell(entry, lookups);
      }
    }
    lookups.forEach(this::tellLookup);
  }

  private void tell(Shown<Entry> entry, Set<TopicName> lookups) {
    for (EventStream stream : copy(null)) {
      offer(stream, entry);
    }
    TopicName topic = entry.value().event().topic();
    if (topic != null && streams.containsKey(topic)) {
      if (entry.value().event() instanceof Event.Lookup) {
        lookups.add(topic);
      } else {
        copy(topic).forEach(stream -> offer(stream, entry));
      }
    }
  }

  private List<EventStream> copy(TopicName topic) {
    return new ArrayList<>(streams.getOrDefault(topic, Set.of()));
  }

  private void offer(EventStream stream, Shown<Entry> entry) {
    if (stream.isAbreast()) {
      stream.send(entry.rendered(EventJson::frame));
      mindRoom(stream);
    }
  }

  /** Has a client that took too little read on when it has room again. */
  private void mindRoom(EventStream stream) {
    if (!stream.hasRoom()) {
      stream.fallBehind(log.next());
      stream.whenRoom(() -> catchUp(stream));
    }
  }

  /** Sends what the topic's answer is now, put together once for all. */
  private void tellLookup(TopicName topic) {
    snapshots
        .of(topic)
        .onSuccess(now -> copy(topic).forEach(stream -> offerLookup(stream, now)))
        .onFailure(fault -> copy(topic).forEach(EventStream::drop));
  }

  private void offerLookup(EventStream stream, Snapshot now) {
    if (stream.isAbreast()) {
      sendSnapshot(stream, "lookup", log.next(), now);
    } else { // it may have read past the event that this is for
      stream.awaitLookup(true);
    }
  }

  private void catchUp(EventStream stream) {
    if (!stream.isBehind() || !isThere(stream)) {
      return;
    }
    if (stream.next() < log.first()) {
      watchers.meters().outrun();
      stream.drop();
      return;
    }
    for (int turn = 0; turn < EVENTS_A_TURN && stream.next() < log.next(); turn++) {
      if (!stream.hasRoom()) {
        stream.whenRoom(() -> catchUp(stream));
        return;
      }
      sendNext(stream);
    }
    if (stream.next() < log.next()) {
      vertx.runOnContext(turn -> catchUp(stream));
    } else if (stream.awaitsLookup()) {
      stream.awaitLookup(false);
      snapshot(stream, "lookup", log.next());
    } else {
      stream.comeAbreast();
    }
  }

  private void sendNext(EventStream stream) {
    Shown<Entry> entry = log.get(stream.next());
    stream.pass();
    if (stream.wants(entry.value())) {
      if (stream.topic() != null && entry.value().event() instanceof Event.Lookup) {
        stream.awaitLookup(true);
      } else {
        stream.send(entry.rendered(EventJson::frame));
      }
    }
  }

  private boolean isThere(EventStream stream) {
    return streams.getOrDefault(stream.topic(), Set.of()).contains(stream);
  }

  private void beat() {
    for (Set<EventStream> alike : streams.values()) {
      for (EventStream stream : new ArrayList<>(alike)) {
        if (stream.isAbreast()) {
          stream.send(HEARTBEAT);
          mindRoom(stream);
        }
      }
    }
  }

  /** Ends all streams: the server is about to stop. */
  void close() {
    for (Set<EventStream> alike : new ArrayList<>(streams.values())) {
      for (EventStream stream : new ArrayList<>(alike)) {
        remove(stream);
        stream.end();
      }
    }
  }
}
