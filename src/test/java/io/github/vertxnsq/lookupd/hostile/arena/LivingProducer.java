package io.github.vertxnsq.lookupd.hostile.arena;

import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;

/** An nsqd: PINGs over the connection that it keeps, and now and then over a new one. */
final class LivingProducer extends Observer {
  static final String TOPIC = "living";
  static final ProducerIdentity IDENTITY = ProducerIdentity.numbered("living", 0);
  private static final int ROUNDS_A_NEW_ONE = 3;

  /** Nobody is to wait for longer. */
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private final int port;
  private ProducerConnection kept;

  LivingProducer(int port) throws IOException {
    this.port = port;
    register();
  }

  private void register() throws IOException {
    kept = ProducerConnection.over(connect(port));
    kept.identify(IDENTITY);
    kept.must("REGISTER " + TOPIC + " channel");
  }

  @Override
  void look(int number) throws Exception {
    if (number % ROUNDS_A_NEW_ONE == 0) {
      attempt(() -> await(this::pingOverNewOne));
    }
    try {
      await(() -> kept.must("PING"));
    } catch (IOException | AssertionError lost) {
      note("the producer's connection: " + lost);
      leave();
      register();
    }
  }

  /** While the heap is full newcomers are turned away, so it tries again, as nsqd does. */
  private void pingOverNewOne() throws IOException {
    long beginNanos = System.nanoTime();
    IOException last;
    do {
      try (ProducerConnection fresh = ProducerConnection.over(connect(port))) {
        fresh.must("PING");
        return;
      } catch (IOException turnedAway) {
        last = turnedAway;
      }
    } while (System.nanoTime() - beginNanos < PATIENCE_NANOS);
    throw new IOException("a new connection: " + last, last);
  }

  @Override
  void leave() throws IOException {
    kept.close();
  }
}
