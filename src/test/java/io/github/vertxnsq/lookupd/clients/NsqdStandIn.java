package io.github.vertxnsq.lookupd.clients;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands in for an nsqd that has one topic with one message. It is registered at the daemon as nsqd
 * registers: the topic when it has it, a channel when the first consumer subscribes to it. The
 * message goes to the first consumer that is ready, and to the next one when that one leaves
 * without having finished it.
 */
final class NsqdStandIn implements AutoCloseable {
  // A test has one consumer, which may reconnect; more of them wait to be served.
  private static final int CONSUMERS = 4;
  // nsqd says where its own HTTP is; no consumer connects there.
  private static final int UNUSED_HTTP_PORT = 4151;

  private final String topic;
  private final String message;
  private final ServerSocket listener;
  private final ProducerConnection lookupd;
  private final ExecutorService threads = Executors.newFixedThreadPool(CONSUMERS + 1);
  private final ScheduledExecutorService heartbeats = Executors.newScheduledThreadPool(1);
  private final Set<ConsumerSession> sessions = ConcurrentHashMap.newKeySet();
  // Who takes the permit has the message in flight.
  private final Semaphore undelivered = new Semaphore(1);
  private final CompletableFuture<Delivery> finished = new CompletableFuture<>();

  /** A message finished by a consumer that identified like this. */
  record Delivery(String channel, JsonNode consumer) {
    String userAgent() {
      return consumer.path("user_agent").asText();
    }
  }

  private NsqdStandIn(
      String topic, String message, ServerSocket listener, ProducerConnection lookupd) {
    this.topic = topic;
    this.message = message;
    this.listener = listener;
    this.lookupd = lookupd;
  }

  /** Listens on a free port and registers the topic at the daemon that has this TCP port. */
  static NsqdStandIn start(String topic, String message, int lookupdTcpPort) throws IOException {
    ProducerConnection lookupd = ProducerConnection.open(lookupdTcpPort);
    ServerSocket listener = new ServerSocket(0, CONSUMERS, InetAddress.getLoopbackAddress());
    NsqdStandIn nsqd = new NsqdStandIn(topic, message, listener, lookupd);
    nsqd.threads.execute(nsqd::accept);
    lookupd.identify(
        new ProducerIdentity(
            "127.0.0.1", nsqd.tcpPort(), UNUSED_HTTP_PORT, "1.3.0", "stand-in", "", ""));
    lookupd.must("REGISTER " + topic);
    return nsqd;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        ConsumerSession session = new ConsumerSession(this, socket, heartbeats);
        sessions.add(session);
        serve(session);
      }
    } catch (SocketException e) {
      // The listener was closed: that is how this loop ends.
    } catch (IOException e) {
      finished.completeExceptionally(e);
    }
  }

  private void serve(ConsumerSession session) throws IOException {
    try {
      threads.execute(
          () -> {
            session.run();
            sessions.remove(session);
          });
    } catch (RejectedExecutionException e) {
      // Accepted while this stand-in was being closed.
      session.close();
    }
  }

  int tcpPort() {
    return listener.getLocalPort();
  }

  /** A consumer subscribes; false when the topic is not the one there is. */
  synchronized boolean subscribe(String wantedTopic, String channel) throws IOException {
    if (!wantedTopic.equals(topic)) {
      return false;
    }
    lookupd.must("REGISTER " + topic + " " + channel);
    return true;
  }

  /** True when the message is the caller's to deliver. */
  boolean take() {
    return undelivered.tryAcquire();
  }

  void putBack() {
    undelivered.release();
  }

  String message() {
    return message;
  }

  void finished(Delivery delivery) {
    finished.complete(delivery);
  }

  Delivery awaitFinished(Duration atMost) throws InterruptedException, ExecutionException {
    try {
      return finished.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no consumer finished the message within " + atMost, e);
    }
  }

  @Override
  public void close() throws IOException {
    lookupd.close();
    listener.close();
    heartbeats.shutdownNow();
    threads.shutdown();
    for (ConsumerSession session : sessions) {
      session.close();
    }
  }
}
