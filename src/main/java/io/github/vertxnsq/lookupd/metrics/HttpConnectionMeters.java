package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * The connections over HTTP: open ones, those that were turned away or dropped, and what they ask.
 */
public final class HttpConnectionMeters {
  private final MeterRegistry meters;
  private final Counter refused;
  private final Counter slowRequests;
  private final Counter slowReaders;
  private final Counter idle;
  private final Counter forRoom;
  private final Counter forNewcomers;

  /** Registers the meters. */
  public HttpConnectionMeters(MeterRegistry meters) {
    this.meters = meters;
    refused =
        Counter.builder("nsqlookupd.http.connections.refused")
            .description("Connections over HTTP closed at once because there were too many")
            .register(meters);
    slowRequests = dropped("slow_request");
    slowReaders = dropped("slow_reader");
    idle = dropped("idle");
    forRoom = dropped("no_room");
    forNewcomers = dropped("newcomer");
  }

  private Counter dropped(String reason) {
    return Counter.builder("nsqlookupd.http.connections.dropped")
        .description("Connections over HTTP closed because they did not get on, by why")
        .tag("reason", reason)
        .register(meters);
  }

  /** Shows how many connections are open, by asking whenever metrics are read. */
  public void open(Supplier<Number> count) {
    Gauge.builder("nsqlookupd.http.connections", count)
        .description("Open connections over HTTP")
        .strongReference(true)
        .register(meters);
  }

  /** Shows how many requests are being answered, by asking whenever metrics are read. */
  public void requests(Supplier<Number> count) {
    Gauge.builder("nsqlookupd.http.requests.in.flight", count)
        .description("Requests that are being answered")
        .strongReference(true)
        .register(meters);
  }

  /** A connection was closed at once because there were too many. */
  public void refused() {
    refused.increment();
  }

  /** A connection was closed because its request did not come whole in time. */
  public void droppedSlowRequest() {
    slowRequests.increment();
  }

  /** A connection was closed because it took too little of its answers. */
  public void droppedSlowReader() {
    slowReaders.increment();
  }

  /** A connection was closed because nothing had come or gone for long. */
  public void droppedIdle() {
    idle.increment();
  }

  /** A connection at rest was closed because there were too many, and others came. */
  public void droppedForNewcomer() {
    forNewcomers.increment();
  }

  /** A connection was closed because there was no room for a request that it had not ended. */
  public void droppedForRoom() {
    forRoom.increment();
  }
}
