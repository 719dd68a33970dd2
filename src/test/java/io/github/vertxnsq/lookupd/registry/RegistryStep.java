package io.github.vertxnsq.lookupd.registry;

import java.time.Duration;

/** One thing that happens to a registry, and to the contract beside it. */
sealed interface RegistryStep {
  void takenBy(RegistryAgainstContract both);

  /** A connection of the place's identity; if there is one already, it says the same again. */
  record Identify(int place) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.run(new Command.Identify(both.comeAt(place), both.peerAt(place)));
    }
  }

  record Ping(int place) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.run(new Command.Ping(both.producerAt(place)));
    }
  }

  record Register(int place, Name name) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.run(new Command.Register(both.producerAt(place), name));
    }
  }

  record Unregister(int place, Name name) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.run(new Command.Unregister(both.producerAt(place), name));
    }
  }

  record Disconnect(int place) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.run(new Command.Disconnect(both.producerAt(place)));
      both.goneAt(place);
    }
  }

  record Create(Name name) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.run(new Command.Create(name));
    }
  }

  record Delete(Name name) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.run(new Command.Delete(name));
    }
  }

  record SetTombstone(TopicName topic, int place) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      PeerInfo peer = both.peerAt(place);
      NodeAddress node = new NodeAddress(peer.broadcastAddress(), peer.httpPort());
      both.run(new Command.SetTombstone(topic, node));
    }
  }

  record PassTime(long millis) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.passTimeTo(both.nowMillis() + millis);
    }
  }

  /** Time passes until so long before or after the next deadline, if there is one. */
  record PassTimeToDeadline(long offsetMillis) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      if (both.nextDeadlineMillis() != Long.MAX_VALUE) {
        both.passTimeTo(both.nextDeadlineMillis() + offsetMillis);
      }
    }
  }

  record SetTimes(long inactiveMillis, long lifetimeMillis) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.setTimes(Duration.ofMillis(inactiveMillis), Duration.ofMillis(lifetimeMillis));
    }
  }

  /** So many steps of what was put off are done. */
  record Work(int steps) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.work(steps);
    }
  }

  record MoveWallClock(long byMillis) implements RegistryStep {
    @Override
    public void takenBy(RegistryAgainstContract both) {
      both.moveWallClock(byMillis);
    }
  }
}
