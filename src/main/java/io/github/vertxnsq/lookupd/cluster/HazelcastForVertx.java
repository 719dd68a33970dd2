package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.function.Consumer;

/** What Vert.x knows of an engine that runs already, and where it is to receive messages. */
final class HazelcastForVertx extends HazelcastClusterManager {
  private final HazelcastInstance engine;
  private final String busHost;
  private final Consumer<Vertx> beforeBusListens;
  private Vertx vertx;

  /**
   * @param busHost what the event bus listens on; null for the address of this member
   * @param beforeBusListens is called when the event bus has made its server and not opened it yet
   */
  HazelcastForVertx(HazelcastInstance engine, String busHost, Consumer<Vertx> beforeBusListens) {
    super(engine);
    this.engine = engine;
    this.busHost = busHost;
    this.beforeBusListens = beforeBusListens;
  }

  @Override
  public void init(Vertx vertx) {
    super.init(vertx);
    this.vertx = vertx;
  }

  /** Called by the event bus just before it opens its server, as long as it is told no host. */
  @Override
  public String clusterHost() {
    beforeBusListens.accept(vertx);
    return busHost == null ? engine.getCluster().getLocalMember().getAddress().getHost() : busHost;
  }
}
