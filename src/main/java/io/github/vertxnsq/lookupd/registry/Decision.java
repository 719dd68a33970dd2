package io.github.vertxnsq.lookupd.registry;

import java.util.List;

/**
 * What follows from a command: changes to apply, possibly none, or why it cannot be; or both, when
 * only a part of it can.
 *
 * @param changes empty when there is nothing to change
 * @param refusal null when the command is granted
 */
public record Decision(List<Change> changes, Refusal refusal) {
  static final Decision NOTHING_TO_DO = new Decision(List.of(), null);

  static Decision granted(Change... changes) {
    return new Decision(List.of(changes), null);
  }

  /** The command is not carried out. */
  public static Decision refused(Refusal refusal) {
    return new Decision(List.of(), refusal);
  }

  /** Whether the command cannot be carried out, or not wholly; {@link #refusal} says why. */
  public boolean isRefused() {
    return refusal != null;
  }
}
