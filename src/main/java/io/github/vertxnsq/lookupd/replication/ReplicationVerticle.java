package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.bus.ClusterView;
import io.github.vertxnsq.lookupd.bus.PeerChannel;
import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.cluster.Membership;
import io.github.vertxnsq.lookupd.metrics.ClusterMeters;
import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.HybridClock;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the replica time, members and messages. Lives on the registry's thread, and is told by its
 * verticle what is decided there.
 */
public final class ReplicationVerticle extends VerticleBase implements Peers {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationVerticle.class);

  /** What is decided within it goes out in one message. */
  private static final long FLUSH_MILLIS = 3;

  private static final long TICK_MILLIS = 250;
  private static final long PAUSE_MILLIS = 1;

  /** Pages of a copy are larger, and come one when the other was taken. */
  private static final int LARGE_BYTES = 16 << 10;

  private static final long WAIT_MILLIS = 20;

  /** Between two warnings of what is wrong with members. */
  private static final long TROUBLE_MILLIS = 10_000;

  /** Also how exactly others know when a producer was heard. */
  private static final long DIGEST_MILLIS = 1_000;

  private final String name;
  private final Membership membership;
  private final Duration joinTimeout;
  private final BooleanSupplier isToWait;
  private final BooleanSupplier isFull;
  private final ClusterMeters meters;
  private final InstantSource clock;
  private final Promise<Void> synced = Promise.promise();
  private final Map<UndecodableException.Reason, Long> undecodable =
      new EnumMap<>(UndecodableException.Reason.class);

  private Registry registry;
  private Runnable applied;
  private PeerChannel channel;
  private Incarnations incarnations;
  private Recollection recollection;
  private Consumer<Boolean> stepListener = isInStep -> {};

  private boolean othersAreFull;
  private boolean flushAhead;
  private boolean pausing;
  private long unanswered;
  private final MemberLog memberLog;
  private volatile Context registryContext;
  private volatile int node;
  private volatile boolean inStep;

  /**
   * @param name of this daemon, for people
   * @param joinTimeout after so long without an answer from others there are none
   * @param isToWait whether what others hold is to be taken in a moment later, because it is being
   *     found out whether there is room for it
   * @param isFull whether there is no memory left for what clients register
   * @param clock the wall clock, by which stamps are given
   */
  public ReplicationVerticle(
      String name,
      Membership membership,
      Duration joinTimeout,
      BooleanSupplier isToWait,
      BooleanSupplier isFull,
      ClusterMeters meters,
      InstantSource clock) {
    this.isToWait = isToWait;
    this.isFull = isFull;
    this.clock = clock;
    this.node = Self.drawNumber();
    this.name = name;
    this.membership = membership;
    this.joinTimeout = joinTimeout;
    this.meters = meters;
    this.memberLog = new MemberLog(node, name);
  }

  private Replica replica() {
    return incarnations.current();
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public boolean isInStep() {
    return inStep;
  }

  @Override
  public void onStep(Consumer<Boolean> listener) {
    stepListener = listener;
  }

  @Override
  public boolean mayExist() {
    return true;
  }

  @Override
  public boolean mayKnowOthers() {
    return true;
  }

  @Override
  public boolean areFull() {
    return othersAreFull;
  }

  @Override
  public boolean haveLostUs() {
    return membership.hasEnded();
  }

  @Override
  public int node() {
    return node;
  }

  @Override
  public Deployable listener() {
    return this;
  }

  @Override
  public Future<Void> synced() {
    return synced.future();
  }

  @Override
  public Future<ClusterView> view() {
    Promise<ClusterView> seen = Promise.promise();
    Context asking = vertx.getOrCreateContext();
    registryContext.runOnContext(
        v -> {
          ClusterView view = look();
          asking.runOnContext(back -> seen.complete(view));
        });
    return seen.future();
  }

  @Override
  public void begin(Registry registry, HybridClock stamps, Runnable applied) {
    this.registry = registry;
    this.applied = applied;
    this.incarnations =
        new Incarnations(
            membership.self(),
            name,
            node,
            registry,
            stamps,
            (member, message) -> channel.send(member, WireFormat.encode(message)),
            Self::drawNumber,
            joinTimeout.toMillis(),
            nowMillis());
    this.recollection = new Recollection(registry, stamps, this::replica, applied);
  }

  /** What is known here, to be kept; from when the registry is there. */
  public Recollection recollection() {
    return recollection;
  }

  @Override
  public Future<?> start() {
    registryContext = context;
    channel = new PeerChannel(vertx, membership.self(), this::shown);
    return channel
        .listen(this::receive, this::receiveNothingOfOurs)
        .onSuccess(
            listening -> {
              membership.onChange(ids -> context.runOnContext(v -> setMembers(ids)));
              setMembers(membership.members());
              LOG.info("CLUSTER: this daemon is {} ({})", name, node);
              meters.show(Views.figures(look()));
              vertx.setPeriodic(TICK_MILLIS, v -> tick());
              vertx.setPeriodic(DIGEST_MILLIS, v -> sendDigest());
              vertx.setPeriodic(TROUBLE_MILLIS, v -> memberLog.warnOfTrouble(members(), inStep));
            });
  }

  private void setMembers(Set<String> ids) {
    Set<String> others = new HashSet<>(ids);
    others.remove(membership.self());
    advance();
    incarnations.setMembers(others, nowMillis(), clock.millis());
    applied.run();
  }

  private void receive(String from, Buffer bytes) {
    if (bytes.length() > LARGE_BYTES && isToWait.getAsBoolean()) {
      vertx.setTimer(WAIT_MILLIS, v -> receive(from, bytes));
      return;
    }
    try {
      ReplicationMessage message = WireFormat.decode(bytes);
      advance();
      Replica receiver = replica();
      receiver
          .receive(from, message, nowMillis(), clock.millis())
          .ifPresent(wrong -> warn(from, wrong.text, receiver.refused().get(wrong)));
      if (message instanceof ReplicationMessage.Goodbye goodbye) {
        memberLog.leaves(goodbye.sender());
      }
      settle();
      work();
    } catch (UndecodableException notOurs) {
      long count = undecodable.merge(notOurs.reason(), 1L, Long::sum);
      warn(from, notOurs.getMessage(), count);
      Member member = replica().members().find(from);
      if (member != null) {
        member.isUnreadable();
      }
    } finally {
      applied.run();
    }
  }

  private void receiveNothingOfOurs() {
    long count = undecodable.merge(UndecodableException.Reason.MALFORMED, 1L, Long::sum);
    warn("somebody", "it is not of this program", count);
  }

  /** Takes over a copy piece by piece, with turns of others in between. */
  private void work() {
    if (!pausing && replica().hasWork()) {
      pausing = true;
      vertx.setTimer(
          PAUSE_MILLIS,
          v -> {
            pausing = false;
            if (!isToWait.getAsBoolean()) {
              advance();
              replica().work(nowMillis());
              applied.run();
            }
            work();
          });
    }
  }

  /** Of the first, the second, the fourth and so on of a kind; all are counted. */
  private void warn(String from, String why, long count) {
    if (Long.bitCount(count) == 1) {
      LOG.warn("CLUSTER: a message of {} is dropped: {} ({} so far)", shown(from), why, count);
    }
  }

  /** How a member is called, of which the engine knows this. */
  private String shown(String id) {
    String address = membership.addresses().getOrDefault(id, "somebody");
    return members().stream()
        .filter(member -> member.address().equals(address))
        .map(ClusterView.Member::toString)
        .findFirst()
        .orElse(address);
  }

  private void tick() {
    advance();
    replica().mayBeAlone(membership.mayBeAlone());
    int late = replica().tick(nowMillis(), clock.millis());
    if (late > 0) {
      unanswered += late;
      LOG.warn("CLUSTER: {} write(s) answered before all members had applied them", late);
    }
    settle();
    othersAreFull =
        replica().members().present().stream()
            .anyMatch(member -> member.hasSpoken() && member.lastDigest().full());
    memberLog.look(members());
    applied.run();
  }

  /** Steps aside, or is in step again, if it is time to. */
  private void settle() {
    String reason = Views.reason(membership, replica(), nowMillis());
    if (incarnations.settle(nowMillis(), clock.millis())) {
      node = replica().self().number();
      memberLog.isNow(node);
      LOG.warn(
          "CLUSTER: begins anew, with the number {}: the others refuse what it has told", node);
    }
    boolean isReady = replica().isReady();
    if (isReady == inStep) {
      return;
    }
    inStep = isReady;
    meters.show(Views.figures(look()));
    if (isReady) {
      LOG.info("CLUSTER: in step with {} other member(s)", replica().members().present().size());
    } else {
      LOG.error("CLUSTER: not ready any more, producers are to connect elsewhere: {}", reason);
    }
    if (!synced.tryComplete()) {
      stepListener.accept(isReady);
    }
  }

  private void sendDigest() {
    advance();
    replica().sendDigest(isFull.getAsBoolean(), nowMillis());
    ClusterView view = look();
    memberLog.retain(
        view.origins().stream().map(ClusterView.Origin::number).collect(Collectors.toSet()));
    meters.show(Views.figures(view));
    applied.run();
  }

  private ClusterView look() {
    return Views.of(
        node,
        name,
        membership,
        replica(),
        registry,
        memberLog.names(),
        undecodable,
        unanswered,
        nowMillis());
  }

  private void advance() {
    registry.advance(nowMillis()).forEach(replica()::decided);
  }

  @Override
  public void decided(Change change) {
    replica().decided(change);
    if (!flushAhead) {
      flushAhead = true;
      vertx.setTimer(FLUSH_MILLIS, v -> flush());
    }
  }

  private void flush() {
    flushAhead = false;
    replica().flush();
  }

  @Override
  public void whenApplied(Consumer<Boolean> then) {
    replica().whenApplied(nowMillis(), then);
  }

  @Override
  public List<ClusterView.Member> members() {
    return Views.members(node, name, membership, replica(), nowMillis());
  }

  @Override
  public void sayGoodbye() {
    replica().sayGoodbye();
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
