package io.github.vertxnsq.lookupd.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Other daemons, by their addresses: {@code lookupd-1:4162,10.0.0.2:4162}. A list may name the
 * daemon that reads it too, so that all can be given the same one.
 *
 * @param addresses none of them without a host or with port 0; empty for no peers
 */
public record Peers(List<HostAndPort> addresses) {
  /** Keeps a copy. */
  public Peers {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads a list.
   *
   * @param text addresses, divided by commas; blanks around them do not matter
   * @return the list, or empty if one of the addresses cannot be connected to
   */
  static Optional<Peers> parse(String text) {
    List<HostAndPort> addresses = parts(text).flatMap(part -> peer(part).stream()).toList();
    return addresses.size() == parts(text).count()
        ? Optional.of(new Peers(addresses))
        : Optional.empty();
  }

  /** Returns the first part of a text that {@link #parse} has trouble with. */
  static String wrongPart(String text) {
    return parts(text).filter(part -> peer(part).isEmpty()).findFirst().orElse(text);
  }

  private static Stream<String> parts(String text) {
    return text.isBlank() ? Stream.empty() : Stream.of(text.split(",", -1)).map(String::strip);
  }

  private static Optional<HostAndPort> peer(String part) {
    return HostAndPort.parse(part)
        .filter(address -> !address.host().isEmpty() && address.port() > 0);
  }

  /** Returns a text that {@link #parse} reads. */
  @Override
  public String toString() {
    return addresses.stream().map(HostAndPort::toString).collect(Collectors.joining(","));
  }
}
