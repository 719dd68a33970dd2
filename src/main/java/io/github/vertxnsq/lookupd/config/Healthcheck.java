package io.github.vertxnsq.lookupd.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a running daemon is to be asked how it is, instead of running one.
 *
 * @param isWanted whether it is
 * @param url where to ask; empty for where the daemon with the same settings listens
 */
public record Healthcheck(boolean isWanted, Optional<URI> url) {
  static final ValueType<Healthcheck> TYPE =
      new ValueType<>(
          Healthcheck.class,
          "",
          "http://<host>:<port> or https://<host>:<port>, with or without a path",
          Healthcheck::parse,
          any -> Optional.empty());

  private static Optional<Healthcheck> parse(String text) {
    return ValueType.BOOL
        .read(text)
        .map(isWanted -> new Healthcheck(isWanted, Optional.empty()))
        .or(() -> parseUrl(text).map(url -> new Healthcheck(true, Optional.of(url))));
  }

  private static Optional<URI> parseUrl(String text) {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      boolean isHttp = scheme.equals("http") || scheme.equals("https");
      return Optional.of(url)
          .filter(any -> isHttp && url.getHost() != null && url.getPort() <= HostAndPort.MAX_PORT);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
