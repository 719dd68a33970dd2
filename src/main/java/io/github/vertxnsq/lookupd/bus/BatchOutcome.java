package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Refusal;
import java.util.HashMap;
import java.util.Map;

/**
 * What came of a batch of commands.
 *
 * @param refusals why commands were not carried out, by their place in the batch; mostly none
 */
public record BatchOutcome(Map<Integer, Refusal> refusals) {
  static final BatchOutcome ALL_GRANTED = new BatchOutcome(Map.of());

  /** None of so many commands was carried out. */
  static BatchOutcome allRefused(int count, Refusal refusal) {
    Map<Integer, Refusal> refusals = new HashMap<>();
    for (int place = 0; place < count; place++) {
      refusals.put(place, refusal);
    }
    return new BatchOutcome(refusals);
  }

  /** Why the command at that place was refused; null when it was carried out. */
  public Refusal refusal(int place) {
    return refusals.get(place);
  }
}
