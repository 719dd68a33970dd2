package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's list of members, looked at anew whenever the engine says that somebody came or went.
 * What it says is not relied on beyond that: after a split has healed it announces this member to
 * itself, and others whom it had never said to be gone.
 */
final class HazelcastMembership implements Membership, NodeListener {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterEngine.class);

  /** Under which Vert.x keeps a member's id, among the attributes that a member shows others. */
  private static final String NODE_ID = "__vertx.nodeId";

  private final HazelcastClusterManager engine;
  private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();

  /** By id; sorted, so that two members list the same in the same order. */
  private volatile Map<String, String> addresses = Map.of();

  HazelcastMembership(HazelcastClusterManager engine) {
    this.engine = engine;
  }

  @Override
  public String self() {
    return engine.getNodeId();
  }

  @Override
  public Set<String> members() {
    return addresses.keySet();
  }

  @Override
  public Map<String, String> addresses() {
    return addresses;
  }

  @Override
  public void onChange(Consumer<Set<String>> listener) {
    listeners.add(listener);
  }

  @Override
  public void nodeAdded(String id) {
    lookAgain();
  }

  @Override
  public void nodeLeft(String id) {
    lookAgain();
  }

  /** One at a time, or an older list could come after a newer one. */
  synchronized void lookAgain() {
    Map<String, String> before = addresses;
    Map<String, String> now = present();
    addresses = now;
    log("joined", now, before);
    log("gone", before, now);
    listeners.forEach(listener -> listener.accept(now.keySet()));
  }

  private Map<String, String> present() {
    Map<String, String> present = new TreeMap<>();
    for (Member member : engine.getHazelcastInstance().getCluster().getMembers()) {
      String id = member.getAttribute(NODE_ID);
      if (id != null) { // whoever is no Vert.x stores data, and talks to nobody
        present.put(id, show(member.getAddress()));
      }
    }
    return Collections.unmodifiableMap(present);
  }

  private static String show(Address address) {
    return new ClusterSettings.Place(address.getHost(), address.getPort()).toString();
  }

  private void log(String what, Map<String, String> those, Map<String, String> butNotThese) {
    those.forEach(
        (id, address) -> {
          if (!butNotThese.containsKey(id) && !id.equals(self())) {
            LOG.info("CLUSTER: {} {}: {}", what, address, id);
          }
        });
  }
}
