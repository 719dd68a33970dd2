package io.github.vertxnsq.lookupd.seeding;

import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what one address knows. Belongs to one context, and is used once. */
final class Takeover {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

  /** Of what went wrong; it may quote what was sent. */
  private static final int MAX_REASON = 200;

  private final String url;
  private final Vertx vertx;
  private final Bounds bounds;
  private final OldLookupd old;
  private final Creations creations;
  private final Queue<TopicName> unasked = new ArrayDeque<>();
  private final Promise<Void> asked = Promise.promise();
  private boolean topicsKnown;
  private int inFlight;
  private int topics;
  private int answered;
  private int channels;
  private int ephemeral;
  private int invalid;
  private String trouble;

  Takeover(String url, Vertx vertx, RegistryClient registry, Bounds bounds) {
    this.url = url;
    this.vertx = vertx;
    this.bounds = bounds;
    this.old = new OldLookupd(url, vertx, bounds);
    this.creations = new Creations(registry);
  }

  /** Succeeds when what can be had is known here, and what cannot is logged. */
  Future<Void> run() {
    long timer =
        vertx.setTimer(
            bounds.patience().toMillis(),
            ignored -> {
              note("not all was answered within " + bounds.patience().toSeconds() + " s");
              asked.tryComplete();
            });
    old.topics(new Names<>(TopicName::parse, this::takeTopic))
        .onSuccess(listed -> askForChannels())
        .onFailure(this::giveUp);
    return asked
        .future()
        .compose(
            ignored -> {
              vertx.cancelTimer(timer);
              old.close();
              return creations.end();
            })
        .onSuccess(ignored -> report());
  }

  private void giveUp(Throwable cause) {
    note(reason(cause));
    asked.tryComplete();
  }

  private void takeTopic(TopicName topic) {
    unasked.add(topic);
    topics++;
  }

  private void askForChannels() {
    if (isEnded()) {
      return;
    }
    topicsKnown = true;
    for (int i = 0; i < OldLookupd.AT_ONCE; i++) {
      askNext();
    }
  }

  private void askNext() {
    TopicName topic = isEnded() || old.isExhausted() || creations.isFull() ? null : unasked.poll();
    if (topic != null) {
      inFlight++;
      old.channels(
              topic, new Names<>(name -> ChannelName.parse(topic, name), channel -> channels++))
          .onComplete(this::answered);
    } else if (inFlight == 0) {
      asked.tryComplete();
    }
  }

  private void answered(AsyncResult<Void> listed) {
    inFlight--;
    if (isEnded()) { // the time is up, and what came in is being reported
      return;
    }
    if (listed.succeeded()) {
      answered++;
    } else {
      note(reason(listed.cause()));
    }
    askNext();
  }

  /** Those of one answer. What is taken is bounded by the room that the registry has. */
  private final class Names<N extends Name> implements OldLookupd.Taker {
    private final Function<String, Optional<N>> parser;
    private final Consumer<N> taking;
    private final Set<N> taken = new HashSet<>();

    Names(Function<String, Optional<N>> parser, Consumer<N> taking) {
      this.parser = parser;
      this.taking = taking;
    }

    @Override
    public void take(String text) {
      Optional<N> name = parser.apply(text);
      if (isEnded()) {
        return; // what came in is being reported
      }
      if (name.isEmpty()) {
        invalid++;
      } else if (name.get().isEphemeral()) {
        ephemeral++;
      } else if (taken.add(name.get())) {
        creations.add(name.get());
        taking.accept(name.get());
      }
    }

    @Override
    public Future<Void> room() {
      return creations.room();
    }
  }

  private boolean isEnded() {
    return asked.future().isComplete();
  }

  /** The first trouble is the one that explains. */
  private void note(String reason) {
    trouble = trouble == null ? reason : trouble;
  }

  private void report() {
    if (!topicsKnown && topics == 0) {
      LOG.warn("SEED: {}: nothing taken over: {}", url, trouble);
      return;
    }
    if (!topicsKnown) {
      LOG.warn("SEED: {}: not all topics taken over, and no channels: {}", url, trouble);
    } else if (trouble != null) {
      LOG.warn(
          "SEED: {}: channels of {} topics not taken over: {}", url, topics - answered, trouble);
    }
    if (invalid > 0) {
      LOG.warn("SEED: {}: {} names skipped, which are not valid", url, invalid);
    }
    if (creations.refused() > 0) {
      LOG.warn("SEED: {}: {} names refused by the registry", url, creations.refused());
    }
    LOG.info(
        "SEED: {}: {} topics and {} channels taken over, {} ephemeral left out",
        url,
        topics,
        channels,
        ephemeral);
  }

  private static String reason(Throwable cause) {
    String reason = text(cause);
    if (cause instanceof SSLException && cause.getCause() != null) {
      reason += ": " + text(cause.getCause()); // or nobody learns what is wrong with a certificate
    }
    return reason.substring(0, Math.min(reason.length(), MAX_REASON));
  }

  private static String text(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
