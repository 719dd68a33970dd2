package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.registry.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * What one connection has asked for and not been answered: one batch on its way, the rest behind.
 */
final class Backlog {
  /** So that one connection's backlog does not hold up the registry for all others. */
  private static final int MAX_BATCH = 256;

  /** Shared: most connections are silent, and an empty list of each would only be in the way. */
  private static final List<Command> NONE = List.of();

  private List<Command> waiting = NONE;
  private long waitingBytes;
  private int inFlight;
  private long inFlightBytes;

  /**
   * Adds one that is to be carried out.
   *
   * @param heapBytes what it takes on the heap, about
   */
  void add(Command command, long heapBytes) {
    waitingBytes += heapBytes;
    if (waiting == NONE) {
      waiting = new ArrayList<>(1);
    }
    waiting.add(command);
  }

  /** Commands read and not answered. */
  int size() {
    return waiting.size() + inFlight;
  }

  /** What they take on the heap, about. */
  long heapBytes() {
    return waitingBytes + inFlightBytes;
  }

  boolean isInFlight() {
    return inFlight > 0;
  }

  boolean isEmpty() {
    return waiting.isEmpty() && inFlight == 0;
  }

  /** Takes out what is to be sent next; it is in flight from now on. */
  List<Command> take() {
    List<Command> batch = waiting;
    if (batch.size() <= MAX_BATCH) {
      waiting = NONE;
      inFlightBytes = waitingBytes;
    } else {
      inFlightBytes = waitingBytes * MAX_BATCH / waiting.size();
      batch = List.copyOf(waiting.subList(0, MAX_BATCH));
      waiting = new ArrayList<>(waiting.subList(MAX_BATCH, waiting.size()));
    }
    waitingBytes -= inFlightBytes;
    inFlight = batch.size();
    return batch;
  }

  /** What was in flight is answered. */
  void landed() {
    inFlight = 0;
    inFlightBytes = 0;
  }

  /** What waits shall not be done. */
  void dropWaiting() {
    waiting = NONE;
    waitingBytes = 0;
  }
}
