package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.auth.AdminNetworks;
import io.github.vertxnsq.lookupd.auth.FailureLimiter;
import io.github.vertxnsq.lookupd.auth.Guard;
import io.github.vertxnsq.lookupd.auth.TokenFile;
import io.github.vertxnsq.lookupd.auth.TokenList;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.github.vertxnsq.lookupd.files.FollowedFiles;
import io.github.vertxnsq.lookupd.files.NamedFile;
import io.github.vertxnsq.lookupd.metrics.AuthMeters;
import io.github.vertxnsq.lookupd.metrics.HandshakeMeters;
import io.github.vertxnsq.lookupd.metrics.TlsMeters;
import io.github.vertxnsq.lookupd.tls.Certificates;
import io.github.vertxnsq.lookupd.tls.ServerTls;
import io.github.vertxnsq.lookupd.tls.TlsFiles;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * By what this daemon is known, and by what it knows others. Each file is followed.
 *
 * @param clients TLS of the servers that clients connect to; empty for none
 * @param cluster by which the members of a cluster know each other; empty where they believe
 *     anybody
 * @param guard judges who may do what; empty where everybody may do everything
 * @param closers cease to follow the files
 */
record Credentials(
    Optional<ServerTls> clients,
    Optional<Certificates> cluster,
    Optional<Guard> guard,
    List<Runnable> closers) {

  /**
   * Reads what the options name.
   *
   * @param period between two looks at a file, 1 ms or more
   * @return fails with a {@link io.github.vertxnsq.lookupd.files.FileException} if a file cannot be
   *     used
   */
  static Future<Credentials> open(
      Vertx vertx, Options options, MeterRegistry meters, Duration period) {
    Opening opening = new Opening(vertx, options, meters, period, new ArrayList<>());
    return opening
        .clients()
        .compose(
            clients ->
                opening
                    .cluster()
                    .compose(
                        cluster ->
                            opening
                                .guard()
                                .map(
                                    guard ->
                                        new Credentials(
                                            clients, cluster, guard, opening.closers()))));
  }

  /** Ceases to follow the files; to be called before Vert.x is closed. */
  void close() {
    closers.forEach(Runnable::run);
  }

  private record Opening(
      Vertx vertx, Options options, MeterRegistry meters, Duration period, List<Runnable> closers) {
    Future<Optional<ServerTls>> clients() {
      if (options.get(TlsSettings.TLS_CERT).isEmpty()) {
        return Future.succeededFuture(Optional.empty());
      }
      return certificates(
              "clients", TlsSettings.TLS_CERT, TlsSettings.TLS_KEY, TlsSettings.TLS_CLIENT_CA)
          .map(
              certificates ->
                  Optional.of(
                      new ServerTls(
                          certificates,
                          clientAuth(),
                          Resources.ofThisProcess(options.get(MembershipSettings.CLUSTER))
                              .handshakes(),
                          new HandshakeMeters(meters))));
    }

    private ClientAuth clientAuth() {
      return switch (options.get(TlsSettings.TLS_CLIENT_AUTH)) {
        case REQUIRE -> ClientAuth.REQUIRED;
        case REQUEST -> ClientAuth.REQUEST;
      };
    }

    Future<Optional<Certificates>> cluster() {
      boolean isWanted =
          options.get(MembershipSettings.CLUSTER)
              && !options.get(TlsSettings.CLUSTER_TLS_CERT).isEmpty();
      return isWanted
          ? certificates(
                  "cluster",
                  TlsSettings.CLUSTER_TLS_CERT,
                  TlsSettings.CLUSTER_TLS_KEY,
                  TlsSettings.CLUSTER_TLS_CA)
              .map(Optional::of)
          : Future.succeededFuture(Optional.empty());
    }

    private Future<Certificates> certificates(
        String what, Setting<String> cert, Setting<String> key, Setting<String> ca) {
      Optional<NamedFile> others =
          options.get(ca).isEmpty() ? Optional.empty() : Optional.of(file(ca));
      return Certificates.open(
              vertx,
              period,
              new TlsFiles(file(cert), file(key), others),
              new TlsMeters(meters, what))
          .onSuccess(opened -> closers.add(opened::close));
    }

    Future<Optional<Guard>> guard() {
      AdminNetworks networks =
          new AdminNetworks(
              options.get(AuthSettings.AUTH_ADMIN_CIDR).networks().stream()
                  .map(it -> AdminNetworks.Subnet.of(it.address(), it.bits()))
                  .toList());
      boolean hasTokens = !options.get(AuthSettings.AUTH_TOKEN_FILE).isEmpty();
      if (!hasTokens && networks.subnets().isEmpty()) {
        return Future.succeededFuture(Optional.empty());
      }
      AuthMeters authMeters = new AuthMeters(meters);
      if (!hasTokens) {
        return Future.succeededFuture(
            Optional.of(guard(() -> TokenList.NONE, networks, authMeters)));
      }
      return tokens(authMeters)
          .map(
              followed -> {
                Guard guard = guard(followed::current, networks, authMeters);
                followed.onChange(changed -> guard.tokensChanged());
                return Optional.of(guard);
              });
    }

    private static Guard guard(
        Supplier<TokenList> tokens, AdminNetworks networks, AuthMeters authMeters) {
      authMeters.tokens(() -> tokens.get().tokens());
      return new Guard(tokens, networks, new FailureLimiter(System::nanoTime), authMeters);
    }

    private Future<FollowedFiles<TokenList>> tokens(AuthMeters authMeters) {
      NamedFile file = file(AuthSettings.AUTH_TOKEN_FILE);
      boolean takesCertificates = !options.get(TlsSettings.TLS_CLIENT_CA).isEmpty();
      return FollowedFiles.open(
              vertx,
              period,
              List.of(file),
              new TokenFile(file, takesCertificates),
              authMeters.reloads())
          .onSuccess(followed -> closers.add(followed::close));
    }

    private NamedFile file(Setting<String> setting) {
      return new NamedFile(setting.flag(), Path.of(options.get(setting)));
    }
  }
}
