package io.github.vertxnsq.lookupd.bench.fleet;

import io.github.vertxnsq.lookupd.bench.Names;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** One producer on its way through the topics it registers. */
final class Registering {
  /**
   * What many producers register, and how.
   *
   * @param pause runs what it is given when a producer may go on after an answer that took so many
   *     nanoseconds
   */
  record Plan(
      Names names,
      List<Buffer> lines,
      int atATime,
      BiConsumer<Long, Runnable> pause,
      Tally answers) {
    /** Without any pause. */
    static Plan of(Names names, int atATime, Tally answers) {
      return of(names, atATime, (tookNanos, goOn) -> goOn.run(), answers);
    }

    static Plan of(Names names, int atATime, BiConsumer<Long, Runnable> pause, Tally answers) {
      return new Plan(
          names,
          IntStream.range(0, names.topics())
              .mapToObj(topic -> Buffer.buffer(names.register(topic)))
              .toList(),
          atATime,
          pause,
          answers);
    }
  }

  private final Plan plan;
  private final Producer producer;
  private final int number;
  private final Promise<Void> done;
  private int place;

  private Registering(Plan plan, Producer producer, int number, Promise<Void> done) {
    this.plan = plan;
    this.producer = producer;
    this.number = number;
    this.done = done;
  }

  /**
   * Begins.
   *
   * @param number of the producer in the plan's {@link Names}
   * @param done is completed when the last answer is there
   */
  static void begin(Plan plan, Producer producer, int number, Promise<Void> done) {
    new Registering(plan, producer, number, done).next();
  }

  private void next() {
    int left = plan.names().perProducer() - place;
    if (left == 0) {
      done.complete();
    } else {
      int count = Math.min(left, plan.atATime());
      producer.ask(lines(count), count, this::answered);
    }
  }

  private void answered(long tookNanos) {
    plan.answers().add(tookNanos);
    plan.pause().accept(tookNanos, this::next);
  }

  private Buffer lines(int count) {
    if (count == 1) {
      return nextLine(); // as it is: copying would be the fleet's cost in what is measured
    }
    Buffer lines = Buffer.buffer();
    for (int i = 0; i < count; i++) {
      lines.appendBuffer(nextLine());
    }
    return lines;
  }

  private Buffer nextLine() {
    return plan.lines().get(plan.names().topicOf(number, place++));
  }
}
