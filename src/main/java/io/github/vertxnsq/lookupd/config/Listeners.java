package io.github.vertxnsq.lookupd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the daemon listens, all ports together. Two listeners never have one address: Vert.x would
 * let both listen, and hand out connections to them in turn.
 *
 * <p>Hosts are compared as they are written. What only a resolver knows to be the same is refused
 * by the system, when the second port is opened.
 */
final class Listeners {
  /** One port that is not left to the system. */
  private record Listener(Setting<?> setting, HostAndPort address, boolean isDefault) {
    boolean collidesWith(Listener other) {
      return address.port() == other.address.port() && overlap(address, other.address);
    }
  }

  private Listeners() {}

  /** Says which listener has the address of another one, if any has. */
  static Optional<Contradiction> contradiction(Options options) {
    List<Listener> listeners = listeners(options);
    for (int i = 0; i < listeners.size(); i++) {
      for (Listener other : listeners.subList(i + 1, listeners.size())) {
        if (listeners.get(i).collidesWith(other)) {
          // Whoever has set one of them only is to be told of that one.
          return Optional.of(
              other.isDefault()
                  ? collision(listeners.get(i), other)
                  : collision(other, listeners.get(i)));
        }
      }
    }
    return Optional.empty();
  }

  private static Contradiction collision(Listener blamed, Listener other) {
    return new Contradiction(
        blamed.setting,
        "%s is where %s listens (%s); each needs a port of its own"
            .formatted(blamed.address, other.setting, other.address));
  }

  private static List<Listener> listeners(Options options) {
    List<Listener> listeners = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      if (setting.isListener() && isUsed(setting, options)) {
        address(setting, options)
            .filter(address -> address.port() != 0)
            .ifPresent(
                address ->
                    listeners.add(new Listener(setting, address, isDefault(setting, options))));
      }
    }
    return listeners;
  }

  private static boolean isDefault(Setting<?> setting, Options options) {
    return options.get(setting).equals(Options.defaults().get(setting));
  }

  private static boolean isUsed(Setting<?> setting, Options options) {
    return options.get(MembershipSettings.CLUSTER)
        || !(setting == MembershipSettings.CLUSTER_ADDRESS
            || setting == MembershipSettings.CLUSTER_BUS_ADDRESS);
  }

  private static Optional<HostAndPort> address(Setting<?> setting, Options options) {
    Object value = options.get(setting);
    if (value instanceof OptionalAddress optional) {
      return optional.address();
    }
    HostAndPort address = (HostAndPort) value;
    if (setting == MembershipSettings.CLUSTER_BUS_ADDRESS && address.host().isEmpty()) {
      String host = options.get(MembershipSettings.CLUSTER_ADDRESS).host();
      return Optional.of(new HostAndPort(host, address.port()));
    }
    return Optional.of(address);
  }

  private static boolean overlap(HostAndPort one, HostAndPort other) {
    return one.isEveryAddress()
        || other.isEveryAddress()
        || canonical(one.host()).equals(canonical(other.host()));
  }

  private static Object canonical(String host) {
    String name = host.equalsIgnoreCase("localhost") ? "127.0.0.1" : host;
    return HostAndPort.literal(name)
        .<Object>map(address -> address)
        .orElse(name.toLowerCase(Locale.ROOT));
  }
}
