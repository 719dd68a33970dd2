package io.github.vertxnsq.lookupd.bench.registry;

import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the registry does, at several sizes. Each invocation is a batch that is undone before the
 * next, so that the registry keeps its size.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RegistryBenchmark {
  /** The parameter that says how many registrations there are. */
  static final String SIZE = "registrations";

  /** Registrations of a producer that leaves. */
  static final int LEAVER_REGISTRATIONS = 300;

  private static final int BATCH = 500;

  /** A registry that keeps its size. */
  @State(Scope.Thread)
  public static class OfSize {
    /** How many registrations it holds. */
    @Param({"1000", "100000", "1000000"})
    public int registrations;

    private Filled registry;
    private List<TopicName> topics;
    private List<Command> registers;
    private List<Command> unregisters;

    /** Fills it, and draws those that the batches are about. */
    @Setup(Level.Trial)
    public void fill() {
      registry = new Filled(registrations);
      Random random = new Random(registrations);
      topics = draw(() -> registry.topic(random.nextInt(registry.topics())));
      List<ProducerId> producers =
          draw(() -> registry.producer(random.nextInt(registry.producers())));
      List<Integer> numbers = draw(() -> random.nextInt(registry.topics()));
      registers =
          IntStream.range(0, BATCH)
              .<Command>mapToObj(
                  i ->
                      new Command.Register(
                          producers.get(i), registry.channel(numbers.get(i), "more-" + i)))
              .toList();
      unregisters =
          IntStream.range(0, BATCH)
              .<Command>mapToObj(
                  i ->
                      new Command.Unregister(
                          producers.get(i), registry.channel(numbers.get(i), "more-" + i)))
              .toList();
    }

    private static <T> List<T> draw(Supplier<T> one) {
      return Stream.generate(one).limit(BATCH).toList();
    }

    private void run(List<Command> commands) {
      for (Command command : commands) {
        registry.run(command);
      }
    }
  }

  /** Where what is to be registered is not there. */
  @State(Scope.Thread)
  public static class BeforeRegister {
    /** Undoes the batch before. */
    @Setup(Level.Invocation)
    public void undo(OfSize size) {
      size.run(size.unregisters);
    }
  }

  /** Where what is to be unregistered is there. */
  @State(Scope.Thread)
  public static class BeforeUnregister {
    /** Undoes the batch before. */
    @Setup(Level.Invocation)
    public void undo(OfSize size) {
      size.run(size.registers);
    }
  }

  /** Where a producer is about to leave. */
  @State(Scope.Thread)
  public static class BeforeLeaving {
    private Command leave;

    /** A producer comes and registers topics with a channel each. */
    @Setup(Level.Invocation)
    public void come(OfSize size) {
      ProducerId id = size.registry.connect();
      for (int i = 0; i < LEAVER_REGISTRATIONS / 2; i++) {
        int topic = (int) ((long) i * size.registry.topics() * 2 / LEAVER_REGISTRATIONS);
        size.registry.run(new Command.Register(id, size.registry.channel(topic, "leaver-" + i)));
      }
      leave = new Command.Disconnect(id);
    }
  }

  /** A producer registers one more channel of a topic it may have. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void register(OfSize size, BeforeRegister ready, Allocated allocated) {
    allocated.begin();
    size.run(size.registers);
    allocated.end(BATCH);
  }

  /** A producer unregisters a channel. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void unregister(OfSize size, BeforeUnregister ready, Allocated allocated) {
    allocated.begin();
    size.run(size.unregisters);
    allocated.end(BATCH);
  }

  /** Somebody looks up a topic whose answer is not at hand. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void lookup(OfSize size, Allocated allocated, Blackhole blackhole) {
    allocated.begin();
    for (TopicName topic : size.topics) {
      blackhole.consume(size.registry.lookup(topic));
    }
    allocated.end(BATCH);
  }

  /** A producer leaves. */
  @Benchmark
  public void leave(OfSize size, BeforeLeaving ready, Allocated allocated) {
    allocated.begin();
    size.registry.run(ready.leave);
    allocated.end(1);
  }
}
