package io.github.vertxnsq.lookupd.metrics;

import io.github.vertxnsq.lookupd.files.FollowedFiles;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** What became of the changes of some files. */
final class ReloadMeters implements FollowedFiles.ReloadCounter {
  private final Counter taken;
  private final Counter refused;

  /**
   * Registers the meters.
   *
   * @param name of both, which have a tag {@code result}
   * @param tags of both besides
   */
  ReloadMeters(MeterRegistry meters, String name, String description, Tags tags) {
    Counter.Builder counter = Counter.builder(name).description(description).tags(tags);
    taken = counter.tag("result", "ok").register(meters);
    refused = counter.tag("result", "refused").register(meters);
  }

  @Override
  public void taken() {
    taken.increment();
  }

  @Override
  public void refused() {
    refused.increment();
  }
}
