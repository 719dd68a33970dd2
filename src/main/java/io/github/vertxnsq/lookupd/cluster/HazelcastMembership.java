package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.spi.cluster.NodeListener;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The engine's list of members, looked at anew whenever the engine says that somebody came or went.
 * What it says is not relied on beyond that: after a split has healed it announces this member to
 * itself, and others whom it had never said to be gone.
 */
final class HazelcastMembership implements Membership, NodeListener, MembershipListener {
  private final HazelcastInstance engine;
  private final String self;
  private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();

  /** By id; sorted, so that two members list the same in the same order. */
  private volatile Map<String, String> addresses = Map.of();

  /** Where those are whose ids are in {@link #addresses}. */
  private volatile Set<InetSocketAddress> sockets = Set.of();

  private final ExpectedMembers expected;
  private volatile boolean ended;

  /**
   * @param proof what members want to see first; empty where they believe anybody
   */
  HazelcastMembership(
      HazelcastInstance engine, ClusterSettings settings, Optional<MemberProof> proof) {
    this.engine = engine;
    this.expected = new ExpectedMembers(settings, proof, () -> sockets);
    this.self = engine.getCluster().getLocalMember().getAttribute(ClusterEngine.NODE_ID);
  }

  @Override
  public String self() {
    return self;
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
  public List<Missing> missing() {
    return expected.missing();
  }

  @Override
  public boolean mayBeAlone() {
    return expected.hasLooked() && expected.missing().stream().noneMatch(Missing::answers);
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  /** This member is one no more, and did not ask for it. */
  void end() {
    ended = true;
    expected.stop();
  }

  /** Begins to look for who should be there. */
  void start() {
    engine.getCluster().addMembershipListener(this);
    lookAgain();
    expected.start();
  }

  void stop() {
    expected.stop();
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    lookAgain();
  }

  /** Vert.x tells of it too, but only when it has tidied up its maps, which may take seconds. */
  @Override
  public void memberRemoved(MembershipEvent event) {
    lookAgain();
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
    Map<String, String> now = new TreeMap<>();
    Set<InetSocketAddress> at = new HashSet<>();
    for (Member member : engine.getCluster().getMembers()) {
      String id = member.getAttribute(ClusterEngine.NODE_ID);
      if (id != null) { // whoever is no Vert.x stores data, and talks to nobody
        now.put(id, show(member.getAddress()));
        at.add(member.getSocketAddress());
      }
    }
    sockets = Set.copyOf(at);
    addresses = Collections.unmodifiableMap(now);
    listeners.forEach(listener -> listener.accept(now.keySet()));
  }

  private static String show(Address address) {
    return new ClusterSettings.Place(address.getHost(), address.getPort()).toString();
  }
}
