package io.github.vertxnsq.lookupd.failures;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Producers that ping on and on; each knows where it is connected, and goes elsewhere when it loses
 * that connection. All have a topic in common, and each has one of its own.
 */
final class Swarm implements AutoCloseable {
  private static final long PAUSE_MILLIS = 300;

  private final String prefix;
  private final List<Producer> producers = new ArrayList<>();
  private final ScheduledExecutorService pinging = Executors.newSingleThreadScheduledExecutor();

  private final Future<?> endless;
  private volatile AssertionError refusal;

  // This and all producers are guarded by this.
  private List<Node> open;

  /** One nsqd. */
  private final class Producer {
    private final int index;
    private final ProducerIdentity identity;
    private Node at;
    private ProducerConnection connection;

    private Producer(int index) {
      this.index = index;
      this.identity = ProducerIdentity.numbered(prefix, index);
    }

    private String ownTopic() {
      return prefix + "-own-" + index;
    }

    private void connect() throws InterruptedException {
      for (int i = 0; i < open.size() && connection == null; i++) {
        Node node = open.get((index + i) % open.size());
        try {
          connect(node);
        } catch (IOException lost) {
          lose();
        }
      }
    }

    private void connect(Node node) throws IOException, InterruptedException {
      at = node;
      connection = ProducerConnection.open(node.tcpPort());
      connection.identify(identity);
      connection.must("REGISTER " + topic()).must("REGISTER " + ownTopic()).must("PING");
    }

    private void ping() throws InterruptedException {
      try {
        if (connection != null) {
          connection.must("PING");
        }
      } catch (IOException lost) {
        lose();
      }
      if (connection == null) {
        connect();
      }
    }

    /** It goes with something said that nobody has read, and perhaps nobody will. */
    private void leave() throws IOException, InterruptedException {
      connection.sendCommand("PING").sendCommand("REGISTER " + prefix + "-unread");
      lose();
      connect();
    }

    private void lose() {
      try {
        if (connection != null) {
          connection.close();
        }
      } catch (IOException closedAnyway) {
        // It is not used again.
      }
      connection = null;
    }
  }

  /** So many producers, spread over these nodes. */
  Swarm(String prefix, int count, List<Node> nodes) throws InterruptedException {
    this.prefix = prefix;
    this.open = nodes;
    for (int i = 0; i < count; i++) {
      producers.add(new Producer(i));
    }
    pingAll();
    endless =
        pinging.scheduleWithFixedDelay(
            this::pingAllButEnd, PAUSE_MILLIS, PAUSE_MILLIS, MILLISECONDS);
  }

  private void pingAllButEnd() {
    try {
      pingAll();
    } catch (AssertionError notOk) {
      refusal = notOk;
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void pingAll() throws InterruptedException {
    for (Producer producer : producers) {
      if (!pinging.isShutdown()) {
        producer.ping();
      }
    }
  }

  /** Where to go from now on; who is connected elsewhere stays there. */
  synchronized void setOpen(List<Node> nodes) {
    open = nodes;
  }

  /** The node does not answer from now on: all that are there go elsewhere. */
  synchronized void leaveSuspended(Node node) throws IOException, InterruptedException {
    node.suspend();
    for (Producer producer : producers) {
      if (producer.at == node) {
        producer.leave();
      }
    }
  }

  /** The topic in common. */
  String topic() {
    return prefix + "-common";
  }

  /** By which each producer's connection is known, by the producer's broadcast address. */
  synchronized Map<String, String> addresses() {
    Map<String, String> addresses = new TreeMap<>();
    for (Producer producer : producers) {
      if (producer.connection != null) {
        addresses.put(
            producer.identity.broadcastAddress(), "127.0.0.1:" + producer.connection.localPort());
      }
    }
    return addresses;
  }

  /** The same, with the topics that each has registered with that connection. */
  private Map<String, String> addressesAndTopics() {
    Map<String, String> addresses = addresses();
    for (Producer producer : producers) {
      addresses.computeIfPresent(
          producer.identity.broadcastAddress(),
          (name, address) -> address + " " + List.of(topic(), producer.ownTopic()));
    }
    return addresses;
  }

  /** How many are connected there. */
  synchronized int count(Node node) {
    return (int) producers.stream().filter(one -> one.connection != null && one.at == node).count();
  }

  /** Awaits that all are connected, none of them there. */
  void awaitElsewhere(Node gone, Duration atMost) throws Exception {
    Eventually.holds(
        "all producers have left " + gone,
        atMost,
        () -> count(gone) == 0 && addresses().size() == producers.size());
  }

  /** Awaits that each of these nodes lists all, each once, by its connection and its topics. */
  void awaitListed(List<Node> nodes, Duration atMost) throws Exception {
    if (refusal != null) {
      throw refusal;
    }
    for (Node node : nodes) {
      Listed.await(node, "/lookup?topic=" + topic(), prefix, atMost, this::addresses);
      Listed.await(node, "/nodes", prefix, atMost, this::addressesAndTopics);
    }
  }

  @Override
  public void close() {
    endless.cancel(true);
    pinging.shutdownNow();
    synchronized (this) {
      producers.forEach(Producer::lose);
    }
  }
}
