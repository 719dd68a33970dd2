package io.github.vertxnsq.lookupd.bus;

/** Every address on the event bus. */
final class Addresses {
  /**
   * Takes {@link Mail}, {@link Reading}, {@link Interest}, {@link Listening}, {@link Times}, {@link
   * io.github.vertxnsq.lookupd.registry.Bounds} and {@link
   * io.github.vertxnsq.lookupd.registry.Query.Immediate}.
   */
  static final String REGISTRY = "nsqlookupd.registry";

  /** Takes {@link Told}, for one of those who listen. */
  static String events(long listener) {
    return "nsqlookupd.events." + listener;
  }

  /** Takes the bytes that other daemons send to this one, which the cluster's engine names so. */
  static String peer(String member) {
    return "nsqlookupd.peer." + member;
  }

  /** Takes sets of keys under which answers have changed, for one of those who follow some. */
  static String changes(long follower) {
    return "nsqlookupd.changes." + follower;
  }

  private Addresses() {}
}
