package io.github.vertxnsq.lookupd.config;

import io.github.vertxnsq.lookupd.logging.OneLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a process's environment is meant for this daemon.
 *
 * <p>Others use the same names: clients are told by {@code NSQLOOKUPD_HTTP_ADDRESS} where lookupds
 * are, and Kubernetes describes a service called nsqlookupd in variables that begin like ours.
 *
 * @param settings the settings given, as text; empty texts are kept
 * @param warnings one line for each value that is ignored although the variable is a setting's
 */
record Environment(Map<Setting<?>, String> settings, List<String> warnings) {
  /** What Kubernetes puts into {@code <SERVICE>_PORT}; no setting takes such a value. */
  private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

  /**
   * Picks out what is this daemon's. Resolves the names of hosts to listen on, if there are any.
   *
   * @param variables all of a process's environment
   */
  static Environment of(Map<String, String> variables) {
    Map<Setting<?>, String> settings = new HashMap<>();
    List<String> warnings = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      String text = variables.get(setting.variable());
      if (!setting.inEnvironment() || text == null) {
        continue;
      }
      if (setting.isListener() && !setting.isUnset(text) && !canListenAt(setting, text)) {
        warnings.add(
            OneLine.of(
                "environment %s: \"%s\" is no address at which this machine can listen, it is ignored"
                    .formatted(setting.variable(), text)));
      } else if (!SERVICE_LINK.matcher(text).matches()) {
        settings.put(setting, text);
      }
    }
    return new Environment(Map.copyOf(settings), List.copyOf(warnings));
  }

  private static boolean canListenAt(Setting<?> setting, String text) {
    return setting.read(text).flatMap(Environment::address).filter(Environment::isHere).isPresent();
  }

  private static Optional<HostAndPort> address(Object value) {
    return value instanceof OptionalAddress optional
        ? optional.address()
        : Optional.of((HostAndPort) value);
  }

  /** Tries it with another port: that of the address may be taken, which is another trouble. */
  private static boolean isHere(HostAndPort address) {
    try (ServerSocket tried = new ServerSocket()) {
      tried.bind(new InetSocketAddress(InetAddress.getByName(address.bindHost()), 0));
      return true;
    } catch (IOException elsewhere) {
      return false;
    }
  }
}
