package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.events.Entry;
import io.github.vertxnsq.lookupd.events.Event;
import io.github.vertxnsq.lookupd.events.EventLog;
import io.github.vertxnsq.lookupd.metrics.WatchMeters;
import io.github.vertxnsq.lookupd.registry.Shown;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Sends streams what is in a log, each as fast as its client reads. One has the next part when it
 * has taken the one before, and is dropped when that is in the log no longer. Parts are put
 * together once for all who read the same. Belongs to one event loop.
 */
final class Delivery {
  private static final Bytes HEARTBEAT = Bytes.of(Buffer.buffer(":\n\n"));

  /**
   * What was put together for some is kept for others while it is no more than this, in bytes; who
   * is sent it holds it by himself.
   */
  private static final long MAX_KEPT = 1 << 20;

  /** In characters. */
  private static final int MAX_KEPT_TEXT = 512;

  /** So many events are looked at for one part. */
  private static final int EVENTS_A_PART = 4_096;

  private final String logName;
  private final EventLog log;
  private final Snapshots snapshots;
  private final WatchMeters meters;
  private final Turns turns;

  /** Those that are to have their turn. */
  private final Queue<EventStream> due = new ArrayDeque<>();

  // What was put together since there was nobody to have a turn, or since it was too much.
  private final Map<TopicName, Part> parts = new HashMap<>();
  private final Map<Asked, Future<Sent>> asked = new HashMap<>();
  private long keptBytes;

  Delivery(Vertx vertx, String logName, EventLog log, Snapshots snapshots, WatchMeters meters) {
    this.logName = logName;
    this.log = log;
    this.snapshots = snapshots;
    this.meters = meters;
    this.turns = new Turns(vertx, this::sendNext);
  }

  /**
   * What happened, as far as it concerns one topic, or for null all of it.
   *
   * @param next number of the first event that is not in it
   */
  private record Part(long first, long next, Bytes bytes, boolean changesLookup) {}

  /** A snapshot of what there is after the events before that number. */
  private record Asked(String name, TopicName topic, long next) {}

  /** A snapshot as it is sent. */
  private record Sent(String tag, Bytes bytes) {}

  /**
   * Begins a stream.
   *
   * @param last that its client was told before, null for none
   */
  void welcome(EventStream stream, LastEventId last) {
    greet(stream, last);
    turns.goOn();
  }

  private void greet(EventStream stream, LastEventId last) {
    stream.begin();
    if (last != null && last.isIn(logName, log)) {
      bring(stream, last.number() + 1);
    } else if (last != null) {
      bring(stream, "reset");
    } else if (stream.topic() != null) {
      bring(stream, "lookup");
    } else { // the client is to know where it was when it comes back
      send(
          stream,
          log.next(),
          Bytes.of(Buffer.buffer(EventJson.id(logName, log.next() - 1) + "\n")));
    }
  }

  private void bring(EventStream stream, String snapshot) {
    stream.awaitSnapshot(snapshot);
    bring(stream, log.next());
  }

  private void bring(EventStream stream, long number) {
    stream.beDue(number);
    due.add(stream);
  }

  /** Has streams sent the events from that number on, when {@link #goOn} is called. */
  void wake(Collection<EventStream> streams, long number) {
    for (EventStream stream : streams) {
      if (stream.isAbreast()) {
        bring(stream, number);
      }
    }
  }

  /** Sends what is to be sent. */
  void goOn() {
    turns.goOn();
  }

  /** Sends streams a sign of life, but those that are sent something anyway. */
  void beat(Collection<EventStream> streams) {
    for (EventStream stream : streams) {
      if (stream.isAbreast()) {
        stream.awaitBeat();
        bring(stream, log.next());
      }
    }
    turns.goOn();
  }

  private boolean sendNext() {
    if (due.isEmpty()) {
      forget();
      return false;
    }
    EventStream stream = due.remove();
    if (stream.isDue()) { // else it has gone meanwhile
      sendTo(stream);
    }
    return true;
  }

  private void forget() {
    parts.clear();
    asked.clear();
    keptBytes = 0;
  }

  private void keep(Bytes bytes) {
    keptBytes += bytes.heapBytes();
    if (keptBytes > MAX_KEPT) {
      forget();
    }
  }

  private void sendTo(EventStream stream) {
    if (stream.next() < log.first()) {
      meters.outrun();
      stream.drop();
    } else if (stream.next() < log.next()) {
      sendPart(stream);
    } else if (stream.awaitedSnapshot() != null) {
      sendSnapshot(stream);
    } else if (stream.awaitsBeat()) {
      send(stream, log.next(), HEARTBEAT);
    } else {
      stream.comeAbreast();
    }
  }

  private void sendPart(EventStream stream) {
    Part part = parts.get(stream.topic());
    if (part == null || part.first() != stream.next()) {
      part = read(stream.topic(), stream.next());
      parts.put(stream.topic(), part);
      keep(part.bytes());
    }
    if (part.changesLookup()) {
      stream.awaitSnapshot("lookup");
    }
    send(stream, part.next(), part.bytes());
  }

  private Part read(TopicName topic, long first) {
    Buffer bytes = Buffer.buffer();
    boolean changesLookup = false;
    long next = first;
    long end = Math.min(first + EVENTS_A_PART, log.next());
    while (next < end && bytes.length() < Outflow.SLICE_BYTES) {
      Shown<Entry> entry = log.get(next);
      next++;
      Event event = entry.value().event();
      if (topic == null) {
        bytes.appendBuffer(frame(entry));
      } else if (topic.equals(event.topic())) {
        if (event instanceof Event.Lookup) {
          changesLookup = true; // what the answer is now is sent instead
        } else {
          bytes.appendBuffer(frame(entry));
        }
      }
    }
    return new Part(first, next, Bytes.of(bytes), changesLookup);
  }

  /** Kept with the event, unless it is so long that the log would have to count it. */
  private static Buffer frame(Shown<Entry> entry) {
    return entry.value().event().textLength() > MAX_KEPT_TEXT
        ? EventJson.frame(entry.value())
        : entry.rendered(EventJson::frame);
  }

  private void sendSnapshot(EventStream stream) {
    Asked what = new Asked(stream.awaitedSnapshot(), stream.topic(), log.next());
    stream.beBusy();
    asked
        .computeIfAbsent(what, this::ask)
        .compose(sent -> stream.sendSnapshot(sent.tag(), sent.bytes()))
        .onComplete(taken -> taken(stream, what.next()), fault -> stream.drop());
  }

  private Future<Sent> ask(Asked what) {
    String id = EventJson.id(logName, what.next() - 1);
    return snapshots
        .of(what.topic())
        .map(
            it -> {
              List<Bytes> together = new ArrayList<>();
              together.add(Bytes.of(EventJson.begin(id, what.name())));
              together.addAll(it.data());
              together.add(Bytes.of(EventJson.END));
              Bytes bytes = Bytes.joined(together);
              keep(bytes);
              return new Sent(it.tag(), bytes);
            });
  }

  private void send(EventStream stream, long next, Bytes bytes) {
    stream.send(bytes).onComplete(taken -> taken(stream, next), gone -> stream.drop());
  }

  /** The client has taken what it was sent, and goes on with the event with that number. */
  private void taken(EventStream stream, long next) {
    if (stream.isBusy()) {
      stream.beDue(next);
      if (next < log.next() || stream.awaitedSnapshot() != null || stream.awaitsBeat()) {
        due.add(stream);
        turns.goOn();
      } else {
        stream.comeAbreast();
      }
    }
  }
}
