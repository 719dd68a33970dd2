package io.github.vertxnsq.lookupd.replication;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** What a daemon has written down of what it knows, page by page, and when. */
record SimDisk(List<Buffer> pages, long writtenMillis) {
  /** Of a daemon that has never been there. */
  static final SimDisk EMPTY = new SimDisk(List.of(), 0);

  /** Writes all that is known. */
  static SimDisk of(Recollection known, long nowMillis) {
    List<Buffer> pages = new ArrayList<>();
    Recollection.Reading reading = known.read();
    while (reading.hasNext()) {
      pages.add(WireFormat.encode(reading.next(nowMillis)));
    }
    return new SimDisk(pages, nowMillis);
  }

  /** Has all that is written taken over. */
  void takeOver(Recollection knowing, long nowMillis) {
    long agoMillis = nowMillis - writtenMillis;
    for (Buffer page : pages) {
      try {
        knowing.take(WireFormat.decode(page), agoMillis, nowMillis);
      } catch (UndecodableException impossible) {
        throw new AssertionError(impossible);
      }
    }
    knowing.taken(agoMillis, nowMillis);
  }
}
