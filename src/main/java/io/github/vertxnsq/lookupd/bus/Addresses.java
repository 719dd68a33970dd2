package io.github.vertxnsq.lookupd.bus;

/** Every address on the event bus. */
final class Addresses {
  /**
   * Takes {@link Mail}, {@link Reading}, {@link Times} and {@link
   * io.github.vertxnsq.lookupd.registry.Query.Immediate}.
   */
  static final String REGISTRY = "nsqlookupd.registry";

  /** Takes the bytes that other daemons send to this one, which the cluster's engine names so. */
  static String peer(String member) {
    return "nsqlookupd.peer." + member;
  }

  private Addresses() {}
}
