package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.bus.RegistryLimits;
import io.github.vertxnsq.lookupd.config.LimitSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.HeapLevel;
import io.github.vertxnsq.lookupd.limits.Limit;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** How many of everything there may be, by the settings and by what the system allows. */
final class LimitsInForce {
  /** Each holds a connection; lookups, probes and metrics need some too. */
  private static final double CONNECTIONS_OF_WATCHERS = 0.8;

  private final Map<Setting<Integer>, Limit> live = new HashMap<>();
  final Limit connections;
  final Limit connectionsPerAddress;
  final Limit httpConnections;
  final Limit requestsInFlight;
  final Limit watchers;
  final RegistryLimits registry;
  final ClientMemory memory;
  final HeapLevel heap = HeapWatch.start();

  LimitsInForce(Options options, Resources resources, MeterRegistry meters) {
    boolean overTls = !options.get(TlsSettings.TLS_CERT).isEmpty();
    connections =
        limit(LimitSettings.MAX_CONNECTIONS, options, resources.producers(overTls), meters);
    connectionsPerAddress = live(LimitSettings.MAX_PRODUCERS_PER_ADDRESS, options, meters);
    httpConnections =
        limit(LimitSettings.MAX_HTTP_CONNECTIONS, options, resources.consumers(overTls), meters);
    requestsInFlight = live(LimitSettings.MAX_REQUESTS_IN_FLIGHT, options, meters);
    int watching = (int) (httpConnections.max() * CONNECTIONS_OF_WATCHERS);
    watchers = limit(LimitSettings.MAX_WATCHERS, options, Math.max(1, watching), meters);
    memory = ClientMemory.ofThisProcess(heap, meters);
    registry =
        new RegistryLimits(
            live(LimitSettings.MAX_TOPICS, options, meters),
            live(LimitSettings.MAX_CHANNELS_PER_TOPIC, options, meters),
            live(LimitSettings.MAX_REGISTRATIONS_PER_PRODUCER, options, meters));
  }

  private Limit live(Setting<Integer> setting, Options options, MeterRegistry meters) {
    Limit limit = new Limit(setting.flag(), options.get(setting), HeapLevel.UNKNOWN, meters);
    live.put(setting, limit);
    return limit;
  }

  /** Has those apply that can change while running. */
  void change(Options options) {
    live.forEach((setting, limit) -> limit.set(options.get(setting)));
  }

  private Limit limit(
      Setting<Integer> setting, Options options, int unlessSet, MeterRegistry meters) {
    int max = options.get(setting);
    return new Limit(setting.flag(), max == 0 ? unlessSet : max, heap, meters);
  }
}
