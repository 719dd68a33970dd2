package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.logging.LastingText;
import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.Registry;
import io.github.vertxnsq.lookupd.registry.SomeNames;
import io.github.vertxnsq.lookupd.registry.TopicName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is about to change to the log, in nsqlookupd's words: operators' searches for them go
 * on working.
 */
final class ChangeLog implements Change.Cases<Void> {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

  /**
   * So many names that go with a connection or a topic have a line each: thousands of connections
   * may end at once, and the registry's thread has more to do.
   */
  private static final int MAX_LINES = 100;

  private final Registry registry;

  ChangeLog(Registry registry) {
    this.registry = registry;
  }

  void write(Change change) {
    if (LOG.isInfoEnabled()) {
      change.fold(this);
    }
  }

  @Override
  public Void identified(Change.Identified change) {
    PeerInfo peer = change.peer();
    LOG.info(
        "CLIENT({}): IDENTIFY Address:{} TCP:{} HTTP:{} Version:{}",
        peer.remoteAddress(),
        peer.broadcastAddress(),
        peer.tcpPort(),
        peer.httpPort(),
        peer.version());
    return null;
  }

  @Override
  public Void heard(Change.Heard change) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("CLIENT({}): pinged", address(change.producer()));
    }
    return null;
  }

  @Override
  public Void registered(Change.Registered change) {
    logRegistration("REGISTER", change.producer(), change.name());
    return null;
  }

  @Override
  public Void unregistered(Change.Unregistered change) {
    logRegistration("UNREGISTER", change.producer(), change.name());
    return null;
  }

  private void logRegistration(String verb, ProducerId producer, Name name) {
    LOG.info("{}", new RegistrationText(address(producer), verb, name));
  }

  /** Most of what is logged in a storm, so that it is put together elsewhere. */
  private record RegistrationText(String address, String verb, Name name) implements LastingText {
    @Override
    public String toString() {
      boolean isChannel = name instanceof ChannelName;
      return "DB: client("
          + address
          + ") "
          + verb
          + " category:"
          + (isChannel ? "channel" : "topic")
          + " key:"
          + name.topic().text()
          + " subkey:"
          + (isChannel ? name.text() : "");
    }
  }

  @Override
  public Void ended(Change.Ended change) {
    String address = address(change.producer());
    LOG.info("DB: client({}) UNREGISTER category:client key: subkey:", address);
    SomeNames held = registry.held(change.producer(), MAX_LINES);
    for (Name name : held.names()) {
      LOG.info("{}", new RegistrationText(address, "UNREGISTER", name));
    }
    if (held.more() > 0) {
      LOG.info("DB: client({}) UNREGISTER of {} more topics and channels", address, held.more());
    }
    return null;
  }

  @Override
  public Void created(Change.Created change) {
    if (change.name() instanceof ChannelName channel) {
      LOG.info("DB: adding channel({}) in topic({})", channel.text(), channel.topic());
    } else {
      LOG.info("DB: adding topic({})", change.name());
    }
    return null;
  }

  @Override
  public Void deleted(Change.Deleted change) {
    if (change.name() instanceof ChannelName channel) {
      LOG.info("DB: removing channel({}) from topic({})", channel.text(), channel.topic());
    } else {
      channelsDeleted(change.name().topic());
      LOG.info("DB: removing topic({})", change.name());
    }
    return null;
  }

  private void channelsDeleted(TopicName topic) {
    SomeNames channels = registry.channels(topic, MAX_LINES);
    for (Name channel : channels.names()) {
      LOG.info("DB: removing channel({}) from topic({})", channel.text(), topic);
    }
    if (channels.more() > 0) {
      LOG.info("DB: removing {} more channels from topic({})", channels.more(), topic);
    }
  }

  @Override
  public Void tombstoneSet(Change.TombstoneSet change) {
    LOG.info("DB: setting tombstone for producer@{} of topic({})", change.node(), change.topic());
    return null;
  }

  @Override
  public Void spent(Change.Spent change) {
    return null; // tells nobody anything but other daemons
  }

  @Override
  public Void silence(Change.Silence change) {
    String how = change.silent() ? "silent" : change.quiet() ? "quiet" : "heard";
    LOG.debug("CLIENT({}): {}", address(change.producer()), how);
    return null;
  }

  /** What was asked for, when it is refused for a limit's sake. */
  String describe(Command command) {
    if (command instanceof Command.Register register) {
      return "REGISTER "
          + words(register.name())
          + " of client("
          + address(register.producer())
          + ")";
    }
    return command instanceof Command.Create create ? "creating " + words(create.name()) : "";
  }

  private static String words(Name name) {
    return name instanceof ChannelName ? name.topic().text() + " " + name.text() : name.text();
  }

  private String address(ProducerId producer) {
    return registry.peer(producer).map(PeerInfo::remoteAddress).orElse("");
  }
}
