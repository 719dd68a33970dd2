package io.github.vertxnsq.lookupd.registry;

/** A decided fact. Applying it cannot fail and applying it again alters nothing. */
public sealed interface Change {

  /** Calls the case that fits this change. */
  <R> R fold(Cases<R> cases);

  /** A producer came; it counts as heard. */
  record Identified(ProducerId producer, PeerInfo peer, Stamp stamp) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.identified(this);
    }
  }

  /** A producer was heard. */
  record Heard(ProducerId producer, Stamp stamp) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.heard(this);
    }
  }

  /** A producer holds the name from now on. */
  record Registered(ProducerId producer, Name name, Stamp stamp) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.registered(this);
    }
  }

  /** A producer gave the name up. */
  record Unregistered(ProducerId producer, Name name) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.unregistered(this);
    }
  }

  /** A producer went, and all that it held with it. */
  record Ended(ProducerId producer) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.ended(this);
    }
  }

  /** The name exists from now on; of a channel, its topic does already. */
  record Created(Name name, Stamp stamp) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.created(this);
    }
  }

  /** The name is gone, with every registration of it; with a topic go its channels. */
  record Deleted(Name name, Stamp stamp) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.deleted(this);
    }
  }

  /** What the node registered of the topic before this is hidden for the tombstone's lifetime. */
  record TombstoneSet(TopicName topic, NodeAddress node, Stamp stamp) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.tombstoneSet(this);
    }
  }

  /** What the name's creation, up to then, was for is over: its last registration has gone. */
  record Spent(Name name, Stamp stamp) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.spent(this);
    }
  }

  /**
   * How long a producer has not been heard, as its own daemon judges it from now on. Being heard
   * ends both; of that alone {@link Heard} tells.
   *
   * @param silent whether for longer than the inactive-producer-timeout
   * @param quiet whether for more than two of nsqd's PING intervals
   */
  record Silence(ProducerId producer, boolean silent, boolean quiet) implements Change {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.silence(this);
    }
  }

  /** One method a change. */
  interface Cases<R> {
    R identified(Identified change);

    R heard(Heard change);

    R registered(Registered change);

    R unregistered(Unregistered change);

    R ended(Ended change);

    R created(Created change);

    R deleted(Deleted change);

    R tombstoneSet(TombstoneSet change);

    R spent(Spent change);

    R silence(Silence change);
  }
}
