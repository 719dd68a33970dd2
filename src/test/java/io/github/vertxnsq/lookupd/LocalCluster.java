package io.github.vertxnsq.lookupd;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.cluster.ClusterEngine;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.logging.LogLevel;
import io.github.vertxnsq.lookupd.logging.Logs;
import io.github.vertxnsq.lookupd.metrics.VertxMeters;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Some daemons in the JVM of the tests that are one cluster, on free ports of the loopback. */
public final class LocalCluster implements AutoCloseable {
  private static final long MAX_WAIT_SECONDS = 60;

  private final List<Member> members = new ArrayList<>();

  /** One daemon of the cluster. */
  public static final class Member {
    private final ClusterEngine engine;
    private final Lookupd daemon;

    private Member(ClusterEngine engine, Lookupd daemon) {
      this.engine = engine;
      this.daemon = daemon;
    }

    /** The port producers connect to. */
    public int tcpPort() {
      return daemon.tcpPort();
    }

    /** The port consumers ask. */
    public int httpPort() {
      return daemon.httpPort();
    }

    /** A producer's connection that has sent the magic. */
    public ProducerConnection connect() throws IOException {
      return ProducerConnection.open(tcpPort());
    }

    public HttpProbe http() {
      return new HttpProbe(httpPort());
    }

    private String address() {
      return engine.membership().addresses().get(engine.membership().self());
    }
  }

  private LocalCluster() {}

  /** So many daemons with these settings, each in step with the others. */
  public static LocalCluster start(int count, Options options) {
    Logs.setLevel(LogLevel.FATAL);
    LocalCluster cluster = new LocalCluster();
    try {
      for (int i = 0; i < count; i++) {
        cluster.join(options);
      }
      return cluster;
    } catch (RuntimeException | Error noStart) {
      cluster.close();
      throw noStart;
    }
  }

  /** The default settings, but for addresses, and for how long the first one waits for others. */
  public static Options onLoopback() {
    return LocalLookupd.onLoopback()
        .with(MembershipSettings.CLUSTER, "true")
        .with(MembershipSettings.CLUSTER_ADDRESS, "127.0.0.1:0")
        .with(MembershipSettings.CLUSTER_BUS_ADDRESS, ":0")
        .with(MembershipSettings.CLUSTER_JOIN_TIMEOUT, "500ms");
  }

  /** One more daemon joins. */
  public Member join(Options options) {
    Options joining =
        members.isEmpty()
            ? options
            : options.with(
                MembershipSettings.CLUSTER_PEERS,
                members.stream().map(Member::address).collect(Collectors.joining(",")));
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Credentials nobody =
        new Credentials(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    ClusterEngine engine =
        await(Joining.join(joining, nobody, new VertxOptions(), VertxMeters.factory(meters)));
    Member member =
        new Member(
            engine, await(Joining.start(engine, joining, meters, nobody, Future::succeededFuture)));
    members.add(member);
    return member;
  }

  /** Returns when all members know the same, as far as anybody has been answered. */
  public void awaitStep() throws Exception {
    boolean isInStep =
        Eventually.within(
            Duration.ofSeconds(20),
            () -> {
              Set<String> known = new HashSet<>();
              for (Member member : members) {
                JsonNode view = member.http().get("/cluster").json();
                known.add(view.path("digest") + " " + present(view));
              }
              return known.size() == 1;
            });
    if (!isInStep) {
      throw new AssertionError("the members do not come to know the same");
    }
  }

  /** How much is known of each member, and what. */
  private static String present(JsonNode view) {
    StringBuilder origins = new StringBuilder();
    for (JsonNode origin : view.path("origins")) {
      if (origin.path("present").asBoolean()) {
        origins.append(origin.path("number")).append('@').append(origin.path("applied"));
      }
    }
    return origins.toString();
  }

  public List<Member> members() {
    return members;
  }

  /** The daemon leaves in good order. */
  public void leave(Member member) {
    members.remove(member);
    await(member.daemon.close());
    await(member.engine.close());
  }

  @Override
  public void close() {
    for (Member member : List.copyOf(members)) {
      leave(member);
    }
    Logs.setLevel(LogLevel.INFO); // what it is for the tests that come after
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("not within " + MAX_WAIT_SECONDS + " s", e);
    }
  }
}
