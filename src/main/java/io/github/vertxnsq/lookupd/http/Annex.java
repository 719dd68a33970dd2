package io.github.vertxnsq.lookupd.http;

/** A part of what is served over HTTP that can be left out. */
public interface Annex {
  /**
   * Adds what it serves; called by every instance, on its event loop, for itself.
   *
   * @param services to work with, the same for all instances
   */
  void addTo(Doors doors, HttpServices services);
}
