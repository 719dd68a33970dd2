package io.github.vertxnsq.lookupd.hostile.arena;

import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;

/** An nsqd: PINGs over the connection that it keeps, and now and then over a new one. */
final class LivingProducer extends Observer {
  static final String TOPIC = "living";
  static final ProducerIdentity IDENTITY = ProducerIdentity.numbered("living", 0);
  private static final int ROUNDS_A_NEW_ONE = 3;

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

  private void pingOverNewOne() throws IOException {
    try (ProducerConnection fresh = ProducerConnection.over(connect(port))) {
      fresh.must("PING");
    }
  }

  @Override
  void leave() throws IOException {
    kept.close();
  }
}
