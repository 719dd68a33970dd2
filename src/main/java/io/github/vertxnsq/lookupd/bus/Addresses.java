package io.github.vertxnsq.lookupd.bus;

/** Every address on the event bus. */
final class Addresses {
  /** Takes {@link Mail}, {@link io.github.vertxnsq.lookupd.registry.Query}, {@link Times}. */
  static final String REGISTRY = "nsqlookupd.registry";

  private Addresses() {}
}
