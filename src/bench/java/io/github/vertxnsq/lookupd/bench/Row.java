package io.github.vertxnsq.lookupd.bench;

import io.vertx.core.json.JsonObject;

/**
 * One figure.
 *
 * @param part that took it
 * @param what was measured
 * @param value the median of all rounds
 * @param unit of the value and of its limit
 * @param latencies of the answers behind it; null where that makes no sense
 * @param limit what the same machine could do in the same run if there were nothing to do; null
 *     where there is no such thing
 * @param ratio of the value to the limit, or to what {@code what} says; null without
 * @param target null where there is none
 * @param isReached whether the target was; null without one
 */
record Row(
    String part,
    String what,
    double value,
    String unit,
    Latencies latencies,
    Double limit,
    Double ratio,
    Target target,
    Boolean isReached) {

  static Row of(Part part, String what, double value, String unit) {
    return new Row(part.text(), what, value, unit, null, null, null, null, null);
  }

  Row with(Latencies ofAnswers) {
    return new Row(part, what, value, unit, ofAnswers, limit, ratio, target, isReached);
  }

  /** Beside what bare Vert.x did. */
  Row besideLimit(double ofBareVertx) {
    return new Row(
        part, what, value, unit, latencies, ofBareVertx, value / ofBareVertx, target, isReached);
  }

  /** Beside another figure of the daemon. */
  Row relativeTo(double other) {
    return new Row(part, what, value, unit, latencies, limit, value / other, target, isReached);
  }

  /** The value is to reach this. */
  Row valueTo(Target aim) {
    return to(aim, value);
  }

  /** The ratio is to reach this. */
  Row ratioTo(Target aim) {
    return to(aim, ratio);
  }

  private Row to(Target aim, double reaching) {
    return new Row(
        part, what, value, unit, latencies, limit, ratio, aim, aim.isReachedBy(reaching));
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("part", part)
        .put("what", what)
        .put("value", value)
        .put("unit", unit)
        .put("latencies", latencies == null ? null : latencies.toJson())
        .put("limit", limit)
        .put("ratio", ratio)
        .put("target", target == null ? null : target.toString())
        .put("reached", isReached);
  }
}
