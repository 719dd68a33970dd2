package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.micrometer.core.instrument.MeterRegistry;

/** How many of everything there may be, by the settings and by what the system allows. */
final class LimitsInForce {
  final Limit connections;
  final Limit httpConnections;

  LimitsInForce(Options options, OpenFiles openFiles, MeterRegistry meters) {
    connections = limit(LimitSettings.MAX_CONNECTIONS, options, openFiles.producers(), meters);
    httpConnections =
        limit(LimitSettings.MAX_HTTP_CONNECTIONS, options, openFiles.consumers(), meters);
  }

  private static Limit limit(
      Setting<Integer> setting, Options options, int unlessSet, MeterRegistry meters) {
    int max = options.get(setting);
    return new Limit(setting.flag(), max == 0 ? unlessSet : max, meters);
  }
}
