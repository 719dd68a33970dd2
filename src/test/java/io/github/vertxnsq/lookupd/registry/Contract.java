package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rules of the registry as the contract words them, in lists that are scanned for each answer:
 * slow, and short enough to be believed. Shares nothing with the registry but the values. Here is
 * what commands do; {@link ContractAnswers} says what is then listed.
 */
final class Contract implements Command.Cases<Refusal> {
  static final class Connection {
    final ProducerId id;
    final PeerInfo peer;
    Stamp heard;
    long heardMillis;
    boolean pinged;

    Connection(ProducerId id, PeerInfo peer, Stamp stamp, long nowMillis) {
      this.id = id;
      this.peer = peer;
      this.heard = stamp;
      this.heardMillis = nowMillis;
    }
  }

  record Holding(Connection connection, Name name, Stamp stamp) {}

  /** A tombstone, in effect or not. */
  static final class Grave {
    final TopicName topic;
    final String node;
    final Stamp stamp;
    final long setMillis;
    boolean ended;

    Grave(Command.SetTombstone command, Stamp stamp, long nowMillis) {
      this.topic = command.topic();
      this.node = command.node().toString();
      this.stamp = stamp;
      this.setMillis = nowMillis;
    }

    boolean isOver(Holding holding) {
      return topic.equals(holding.name())
          && node.equals(addressOf(holding.connection().peer))
          && holding.stamp().isBefore(stamp);
    }
  }

  /** In the order of their IDENTIFY. */
  final List<Connection> connections = new ArrayList<>();

  final List<Name> names = new ArrayList<>();
  final List<Holding> holdings = new ArrayList<>();

  /** In the order in which they were set; never forgotten. */
  final List<Grave> graves = new ArrayList<>();

  final long quietMillis;
  long inactiveMillis;
  private long lifetimeMillis;
  long nowMillis;
  private Stamp stamp;

  Contract(long quietMillis, long inactiveMillis, long lifetimeMillis, long nowMillis) {
    this.quietMillis = quietMillis;
    this.nowMillis = nowMillis;
    setTimes(inactiveMillis, lifetimeMillis);
  }

  void setTimes(long inactiveMillis, long lifetimeMillis) {
    this.inactiveMillis = inactiveMillis;
    this.lifetimeMillis = lifetimeMillis;
    passTimeTo(nowMillis);
  }

  void passTimeTo(long nowMillis) {
    this.nowMillis = nowMillis;
    for (Grave grave : graves) {
      grave.ended |= nowMillis - grave.setMillis >= lifetimeMillis;
    }
  }

  /** Carries the command out and returns null, or returns why not. */
  Refusal run(Command command, Stamp stamp) {
    this.stamp = stamp;
    return command.fold(this);
  }

  @Override
  public Refusal identify(Command.Identify command) {
    if (find(command.producer()) == null) {
      connections.add(new Connection(command.producer(), command.peer(), stamp, nowMillis));
    }
    return null;
  }

  @Override
  public Refusal ping(Command.Ping command) {
    Connection connection = find(command.producer());
    if (connection == null) {
      return Refusal.UNKNOWN_PRODUCER;
    }
    connection.heard = stamp;
    connection.heardMillis = nowMillis;
    connection.pinged = true;
    return null;
  }

  @Override
  public Refusal register(Command.Register command) {
    Connection connection = find(command.producer());
    if (connection == null) {
      return Refusal.UNKNOWN_PRODUCER;
    }
    create(new Command.Create(command.name()));
    for (Name name : withTopic(command.name())) {
      if (holdersOf(name).noneMatch(holder -> holder == connection)) {
        holdings.add(new Holding(connection, name, stamp));
      }
    }
    return null;
  }

  @Override
  public Refusal unregister(Command.Unregister command) {
    Connection connection = find(command.producer());
    if (connection == null) {
      return Refusal.UNKNOWN_PRODUCER;
    }
    List<Name> given = names.stream().filter(name -> isPartOf(name, command.name())).toList();
    drop(holdings.stream().filter(h -> h.connection() == connection && given.contains(h.name())));
    return null;
  }

  @Override
  public Refusal disconnect(Command.Disconnect command) {
    Connection connection = find(command.producer());
    drop(holdings.stream().filter(holding -> holding.connection() == connection));
    connections.remove(connection);
    return null;
  }

  @Override
  public Refusal create(Command.Create command) {
    for (Name name : withTopic(command.name())) {
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    return null;
  }

  @Override
  public Refusal delete(Command.Delete command) {
    if (command.name() instanceof ChannelName && !names.contains(command.name())) {
      return Refusal.CHANNEL_NOT_FOUND;
    }
    forget(command.name());
    return null;
  }

  @Override
  public Refusal setTombstone(Command.SetTombstone command) {
    graves.add(new Grave(command, stamp, nowMillis));
    return null;
  }

  /** Takes these away, and the ephemeral names that have lost their last holder with them. */
  private void drop(Stream<Holding> some) {
    List<Holding> dropped = some.toList();
    holdings.removeAll(dropped);
    for (Holding holding : dropped) {
      if (holding.name().text().endsWith("#ephemeral") && holdersOf(holding.name()).count() == 0) {
        forget(holding.name());
      }
    }
  }

  private void forget(Name gone) {
    holdings.removeIf(holding -> isPartOf(holding.name(), gone));
    names.removeIf(name -> isPartOf(name, gone));
  }

  private Connection find(ProducerId id) {
    return connections.stream().filter(c -> c.id.equals(id)).findFirst().orElse(null);
  }

  Stream<Connection> holdersOf(Name name) {
    return holdings.stream().filter(h -> h.name().equals(name)).map(h -> h.connection());
  }

  boolean isNewer(Connection newer, Connection older) {
    return newer.peer.endpoint().equals(older.peer.endpoint())
        && connections.indexOf(newer) > connections.indexOf(older);
  }

  static boolean isPartOf(Name name, Name whole) {
    return name.equals(whole) || name.topic().equals(whole);
  }

  static List<Name> withTopic(Name name) {
    return name instanceof TopicName ? List.of(name) : List.of(name.topic(), name);
  }

  static String addressOf(PeerInfo peer) {
    return peer.broadcastAddress() + ":" + peer.httpPort();
  }
}
