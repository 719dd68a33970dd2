package io.github.vertxnsq.lookupd.bench.registry;

import io.github.vertxnsq.lookupd.bench.Names;
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
import org.openjdk.jmh.annotations.TearDown;
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

    Filled registry() {
      return registry;
    }

    void registerAll() {
      registers.forEach(registry::run);
    }

    void unregisterAll() {
      unregisters.forEach(registry::run);
    }
  }

  /**
   * One that is prepared before each batch, and looked at afterwards: a batch that changes nothing
   * is fast, and would be believed. By inheritance, because JMH gives a state that asks for another
   * one in its setup a different object than it gives the benchmark.
   */
  @State(Scope.Thread)
  public abstract static class Changing extends OfSize {
    private int before;

    /** Undoes the batch before. */
    @Setup(Level.Invocation)
    public void prepare() {
      undo();
      before = registry().registrations();
    }

    abstract void undo();

    /** How many registrations a batch adds or removes, at least. */
    abstract int change();

    /** Fails the benchmark when the batch has not done what it is measured for. */
    @TearDown(Level.Invocation)
    public void check() {
      int changed = registry().registrations() - before;
      if (Math.abs(changed) < change()) {
        throw new IllegalStateException("a batch changed " + changed + " registrations");
      }
    }
  }

  /** Where what is to be registered is not there. */
  public static class BeforeRegister extends Changing {
    @Override
    void undo() {
      unregisterAll();
    }

    @Override
    int change() {
      return BATCH;
    }
  }

  /** Where what is to be unregistered is there. */
  public static class BeforeUnregister extends Changing {
    @Override
    void undo() {
      registerAll();
    }

    @Override
    int change() {
      return BATCH;
    }
  }

  /** Where a producer with topics of a channel each is about to leave. */
  public static class BeforeLeaving extends Changing {
    private Command leave;

    @Override
    void undo() {
      ProducerId id = registry().connect();
      for (int i = 0; i < Filled.LEAVER_TOPICS; i++) {
        int topic = (int) ((long) i * registry().topics() / Filled.LEAVER_TOPICS);
        registry().run(new Command.Register(id, registry().channel(topic, "leaver-" + i)));
      }
      leave = new Command.Disconnect(id);
    }

    @Override
    int change() {
      return Filled.LEAVER_TOPICS * Names.REGISTRATIONS_PER_TOPIC;
    }

    void leave() {
      registry().run(leave);
    }
  }

  /** A producer registers one more channel of a topic. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void register(BeforeRegister size, Allocated allocated) {
    allocated.begin();
    size.registerAll();
    allocated.end(BATCH);
  }

  /** A producer unregisters a channel. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void unregister(BeforeUnregister size, Allocated allocated) {
    allocated.begin();
    size.unregisterAll();
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

  /** A producer with 300 registrations leaves. */
  @Benchmark
  public void leave(BeforeLeaving size, Allocated allocated) {
    allocated.begin();
    size.leave();
    allocated.end(1);
  }
}
