package io.github.vertxnsq.lookupd.registry;

/** What a producer or an administrator asks to be changed. */
public sealed interface Command {

  /** Calls the case that fits this command. */
  <R> R fold(Cases<R> cases);

  /** Whether this makes the registry larger, if it changes anything. */
  default boolean adds() {
    return false;
  }

  /**
   * Whether this is about what all daemons write together, and not about a producer's connection.
   */
  default boolean concernsAll() {
    return false;
  }

  /** A producer introduces itself on a new connection. */
  record Identify(ProducerId producer, PeerInfo peer) implements Command {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.identify(this);
    }

    @Override
    public boolean adds() {
      return true;
    }
  }

  /** A producer says that it is alive. */
  record Ping(ProducerId producer) implements Command {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.ping(this);
    }
  }

  /** A producer has the topic, or the channel and so its topic too. */
  record Register(ProducerId producer, Name name) implements Command {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.register(this);
    }

    @Override
    public boolean adds() {
      return true;
    }
  }

  /** A producer no longer has the channel, or the topic and so its channels too. */
  record Unregister(ProducerId producer, Name name) implements Command {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.unregister(this);
    }
  }

  /** A producer's connection ended, however it did. */
  record Disconnect(ProducerId producer) implements Command {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.disconnect(this);
    }
  }

  /** The topic, or the channel and its topic, is to exist without a producer. */
  record Create(Name name) implements Command {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.create(this);
    }

    @Override
    public boolean adds() {
      return true;
    }

    @Override
    public boolean concernsAll() {
      return true;
    }
  }

  /** The topic with its channels, or the channel, is to go, and every registration of it. */
  record Delete(Name name) implements Command {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.delete(this);
    }

    @Override
    public boolean concernsAll() {
      return true;
    }
  }

  /** What the node registered of the topic so far is to be hidden for the tombstone's lifetime. */
  record SetTombstone(TopicName topic, NodeAddress node) implements Command {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.setTombstone(this);
    }

    @Override
    public boolean concernsAll() {
      return true;
    }
  }

  /** One method a command. */
  interface Cases<R> {
    R identify(Identify command);

    R ping(Ping command);

    R register(Register command);

    R unregister(Unregister command);

    R disconnect(Disconnect command);

    R create(Create command);

    R delete(Delete command);

    R setTombstone(SetTombstone command);
  }
}
