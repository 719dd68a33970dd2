package io.github.vertxnsq.lookupd.bus;

/** Every address on the event bus. */
final class Addresses {
  /**
   * Takes {@link Mail}, {@link Reading}, {@link Times} and {@link
   * io.github.vertxnsq.lookupd.registry.Query.Immediate}.
   */
  static final String REGISTRY = "nsqlookupd.registry";

  private Addresses() {}
}
