package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.config.ConfigException;
import io.github.vertxnsq.lookupd.config.Healthcheck;
import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.SettingsAtOnce;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Asks a running daemon whether it answers, as {@code -healthcheck} wants. With what every JVM has,
 * since it is to be over at once.
 */
final class HealthQuestion {
  /** From the first look at the settings to the answer. */
  static final Duration MAX_TIME = Duration.ofSeconds(3);

  private static final String PATH = "/ping";

  private HealthQuestion() {}

  /**
   * Asks, for three seconds at most.
   *
   * @param flags those given besides
   * @return empty if the answer was 200, else one line that says what was asked and what came of it
   */
  static Optional<String> ask(
      Healthcheck healthcheck, Map<Setting<?>, String> flags, Map<String, String> environment) {
    return CompletableFuture.supplyAsync(() -> asked(healthcheck, flags, environment))
        .completeOnTimeout(
            Optional.of("no answer within " + MAX_TIME.toSeconds() + " s"),
            MAX_TIME.toMillis(),
            TimeUnit.MILLISECONDS)
        .exceptionally(failure -> Optional.of(explain(failure)))
        .join()
        .map(trouble -> "-healthcheck: " + trouble);
  }

  private static String explain(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof ConfigException ? cause.getMessage() : cause.toString();
  }

  private static Optional<String> asked(
      Healthcheck healthcheck, Map<Setting<?>, String> flags, Map<String, String> environment) {
    Optional<URL> url =
        healthcheck.url().isPresent()
            ? Optional.of(complete(healthcheck.url().get()))
            : ofDaemonWith(SettingsAtOnce.read(flags, environment));
    return url.isPresent()
        ? trouble(url.get())
        : Optional.of("the system chooses the port to ask at; say which: -healthcheck=URL");
  }

  private static URL complete(URI given) {
    URI url =
        (given.getPath().isEmpty() || given.getPath().equals("/")) ? given.resolve(PATH) : given;
    return url(url.getScheme(), url.getHost(), url.getPort(), file(url));
  }

  private static String file(URI url) {
    return url.getRawQuery() == null
        ? url.getRawPath()
        : url.getRawPath() + "?" + url.getRawQuery();
  }

  private static URL url(String scheme, String host, int port, String file) {
    try {
      return new URL(scheme, host, port, file);
    } catch (MalformedURLException impossible) { // of these two schemes all JVMs know
      throw new IllegalArgumentException(impossible);
    }
  }

  /**
   * Says where a daemon answers: at the port for health alone, which clients cannot fill, else over
   * HTTP, else over HTTPS.
   *
   * @return empty if the system chooses all of these ports
   */
  static Optional<URL> ofDaemonWith(Options options) {
    Optional<HostAndPort> https = options.get(TlsSettings.HTTPS_ADDRESS).address();
    Optional<HostAndPort> known =
        Stream.of(
                options.get(Settings.HEALTH_ADDRESS).address(),
                Optional.of(options.get(Settings.HTTP_ADDRESS)),
                https)
            .flatMap(Optional::stream)
            .filter(each -> each.port() > 0)
            .findFirst();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    HostAndPort address = known.get();
    String scheme = https.filter(address::equals).isPresent() ? "https" : "http";
    return Optional.of(url(scheme, host(address), address.port(), PATH));
  }

  private static String host(HostAndPort address) {
    return switch (address.bindHost()) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "::1";
      default -> address.host();
    };
  }

  private static Optional<String> trouble(URL url) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout((int) MAX_TIME.toMillis());
      connection.setReadTimeout((int) MAX_TIME.toMillis());
      connection.setInstanceFollowRedirects(false);
      if (connection instanceof HttpsURLConnection https) {
        takeAnyCertificate(https);
      }
      int status = connection.getResponseCode();
      return status == HttpURLConnection.HTTP_OK
          ? Optional.empty()
          : Optional.of(url + " answered " + status);
    } catch (UnknownHostException nobody) {
      return Optional.of(url + ": there is no such host");
    } catch (IOException | GeneralSecurityException failure) {
      return Optional.of(url + ": " + failure.getMessage());
    }
  }

  /** Nothing is told to whoever answers, and the name in the certificate is seldom this one. */
  private static void takeAnyCertificate(HttpsURLConnection connection)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setHostnameVerifier((host, session) -> true);
  }
}
