package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.List;

/** Turns one command into changes by looking at what is registered; alters nothing. */
final class Decider implements Command.Cases<Decision> {
  private static final long REPEATED_WITHIN_MILLIS = 10_000;

  /** In characters: no name in DNS is longer. Strangers' texts could fill the memory. */
  private static final int MAX_ADDRESS_LENGTH = 255;

  private final RegistrationIndex index;
  private final Bounds bounds;
  private final Stamp stamp;

  Decider(RegistrationIndex index, Bounds bounds, Stamp stamp) {
    this.index = index;
    this.bounds = bounds;
    this.stamp = stamp;
  }

  @Override
  public Decision identify(Command.Identify command) {
    return Decision.granted(new Change.Identified(command.producer(), command.peer(), stamp));
  }

  @Override
  public Decision ping(Command.Ping command) {
    return producer(command.producer()) == null
        ? Decision.refused(Refusal.UNKNOWN_PRODUCER)
        : Decision.granted(new Change.Heard(command.producer(), stamp));
  }

  @Override
  public Decision register(Command.Register command) {
    Producer producer = producer(command.producer());
    if (producer == null) {
      return Decision.refused(Refusal.UNKNOWN_PRODUCER);
    }
    List<Change> changes = new ArrayList<>(2);
    Name name = command.name();
    Refusal refusal = null;
    if (name instanceof ChannelName) {
      refusal = registerOne(producer, name.topic(), changes);
    }
    if (refusal == null) {
      refusal = registerOne(producer, name, changes);
    }
    // A topic stays in although its channel is refused: an nsqd that connects again names no topic
    // by itself that has channels, and would no longer be listed for it.
    return new Decision(changes, refusal);
  }

  /** Adds the change, if there is anything to change, or says why that cannot be. */
  private Refusal registerOne(Producer producer, Name name, List<Change> changes) {
    Subject subject = index.find(name);
    if (subject != null && producer.registrations.find(subject) != null) {
      return null;
    }
    Refusal refusal = subject == null ? refusalToAdd(name) : null;
    if (refusal == null && holdsAllItMay(producer, changes.size())) {
      refusal = Refusal.MAX_REGISTRATIONS_PER_PRODUCER_REACHED;
    }
    if (refusal == null) {
      changes.add(new Change.Registered(producer.id, name, stamp));
    }
    return refusal;
  }

  /**
   * Whoever may hold some of what was just deleted, and is still to be unlinked, is let through.
   */
  private boolean holdsAllItMay(Producer producer, int more) {
    int atLeast = producer.registrations.size() - index.removedRegistrationCount();
    return Bounds.isReached(bounds.registrationsPerProducer(), atLeast + more);
  }

  /** Why a name that is not there cannot be added; null when it can be. */
  private Refusal refusalToAdd(Name name) {
    if (name instanceof TopicName) {
      return Bounds.isReached(bounds.topics(), index.topics().size())
          ? Refusal.MAX_TOPICS_REACHED
          : null;
    }
    Topic topic = index.topic(name.topic());
    return topic != null && Bounds.isReached(bounds.channelsPerTopic(), topic.channels.size())
        ? Refusal.MAX_CHANNELS_PER_TOPIC_REACHED
        : null;
  }

  @Override
  public Decision unregister(Command.Unregister command) {
    Producer producer = producer(command.producer());
    if (producer == null) {
      return Decision.refused(Refusal.UNKNOWN_PRODUCER);
    }
    Subject subject = index.find(command.name());
    if (subject == null) {
      return Decision.NOTHING_TO_DO;
    }
    List<Change> changes = new ArrayList<>(1);
    if (subject instanceof Topic topic) {
      for (Channel channel : topic.channels.values()) {
        unregisterOne(producer, channel, changes);
      }
    }
    unregisterOne(producer, subject, changes);
    return new Decision(changes, null);
  }

  private static void unregisterOne(Producer producer, Subject subject, List<Change> changes) {
    if (producer.registrations.find(subject) != null) {
      changes.add(new Change.Unregistered(producer.id, subject.name()));
    }
  }

  @Override
  public Decision disconnect(Command.Disconnect command) {
    return producer(command.producer()) == null
        ? Decision.NOTHING_TO_DO
        : Decision.granted(new Change.Ended(command.producer()));
  }

  @Override
  public Decision create(Command.Create command) {
    List<Change> changes = new ArrayList<>(2);
    Name name = command.name();
    Refusal refusal = null;
    if (index.topic(name.topic()) == null) {
      refusal = refusalToAdd(name.topic());
      changes.add(new Change.Created(name.topic(), stamp));
    }
    if (refusal == null && name instanceof ChannelName && index.find(name) == null) {
      refusal = refusalToAdd(name);
      changes.add(new Change.Created(name, stamp));
    }
    if (changes.isEmpty() && index.graves().remembers()) {
      // Another daemon may have deleted the name before now, or may not know it yet. The new stamp
      // makes this create the later write there, and has the answer wait for that daemon.
      changes.add(new Change.Created(name, stamp));
    }
    return refusal == null ? new Decision(changes, null) : Decision.refused(refusal);
  }

  @Override
  public Decision delete(Command.Delete command) {
    if (index.find(command.name()) != null) {
      return Decision.granted(new Change.Deleted(command.name(), stamp));
    }
    Stamp deleted = justDeletedElsewhere(command.name());
    if (deleted != null) {
      // Told again with its own stamp: it alters nothing, but this answer waits for all to know it.
      return Decision.granted(new Change.Deleted(command.name(), deleted));
    }
    // Where there are others, one of them may know the topic that was not heard of here yet.
    if (index.graves().remembers() && command.name() instanceof TopicName) {
      return Decision.granted(new Change.Deleted(command.name(), stamp));
    }
    return command.name() instanceof ChannelName
        ? Decision.refused(Refusal.CHANNEL_NOT_FOUND)
        : Decision.NOTHING_TO_DO;
  }

  /**
   * When another daemon deleted the name, if that was just before; else null. nsqadmin repeats each
   * of its commands on every daemon.
   */
  private Stamp justDeletedElsewhere(Name name) {
    Stamp deleted = index.graves().deletedAt(name);
    boolean isRepeated =
        deleted != null
            && deleted.node() != stamp.node()
            && stamp.wallMillis() - deleted.wallMillis() <= REPEATED_WITHIN_MILLIS;
    return isRepeated ? deleted : null;
  }

  @Override
  public Decision setTombstone(Command.SetTombstone command) {
    Topic topic = index.topic(command.topic());
    boolean isProduced = topic != null && topic.isProducedBy(command.node());
    if (isProduced || mayBeProducedElsewhere(command.node())) {
      return Decision.granted(new Change.TombstoneSet(command.topic(), command.node(), stamp));
    }
    return Decision.NOTHING_TO_DO;
  }

  /** Whether another daemon may know of a registration by that node that this one does not know. */
  private boolean mayBeProducedElsewhere(NodeAddress node) {
    return index.graves().remembers() && node.broadcastAddress().length() <= MAX_ADDRESS_LENGTH;
  }

  private Producer producer(ProducerId id) {
    return index.commanding(id);
  }
}
