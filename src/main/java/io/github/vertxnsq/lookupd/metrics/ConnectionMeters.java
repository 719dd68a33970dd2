package io.github.vertxnsq.lookupd.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The producers' connections: open ones, and those that were turned away or closed on. */
public final class ConnectionMeters {
  private volatile Supplier<Number> open = () -> 0;
  private volatile Supplier<Number> openOfOneAddress = () -> 0;
  private final MeterRegistry meters;
  private final Counter refused;
  private final Counter unidentified;
  private final Counter silent;
  private final Counter forRoom;
  private final Counter forNewcomers;

  /** Registers the meters. */
  public ConnectionMeters(MeterRegistry meters) {
    this.meters = meters;
    refused =
        Counter.builder("nsqlookupd.connections.refused")
            .description("Connections turned away because there were too many")
            .register(meters);
    unidentified = dropped("unidentified");
    silent = dropped("silent");
    forRoom = dropped("no_room");
    forNewcomers = dropped("newcomer");
    Gauge.builder("nsqlookupd.connections", () -> open.get())
        .description("Open connections of producers")
        .strongReference(true)
        .register(meters);
    Gauge.builder("nsqlookupd.connections.of.one.address", () -> openOfOneAddress.get())
        .description("Open connections from the address that has most")
        .strongReference(true)
        .register(meters);
  }

  private Counter dropped(String reason) {
    return Counter.builder("nsqlookupd.connections.dropped")
        .description("Connections closed because nothing came, or too much that was not ended")
        .tag("reason", reason)
        .register(meters);
  }

  /**
   * Shows how many connections are open from now on, by asking whenever metrics are read.
   *
   * @param count of all
   * @param ofOneAddress of those, from the remote address that has most
   */
  public void open(Supplier<Number> count, Supplier<Number> ofOneAddress) {
    open = count;
    openOfOneAddress = ofOneAddress;
  }

  /** A connection was turned away because there were too many, of all or of its address. */
  public void refused() {
    refused.increment();
  }

  /** A connection was closed because it neither identified nor pinged in time. */
  public void droppedUnidentified() {
    unidentified.increment();
  }

  /** A connection was closed because nothing came from it for too long. */
  public void droppedSilent() {
    silent.increment();
  }

  /** A connection that had not identified was closed for a newcomer: there were too many. */
  public void droppedForNewcomer() {
    forNewcomers.increment();
  }

  /** A connection was closed because there was no room for what it had not ended. */
  public void droppedForRoom() {
    forRoom.increment();
  }
}
