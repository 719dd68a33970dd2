package io.github.vertxnsq.lookupd.bench.load;

import io.github.vertxnsq.lookupd.bench.JavaCommand;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What loads a server with GETs, from one thread in a process of its own. */
public enum HttpLoad {
  /** Wrk, with a script of ours. */
  WRK {
    @Override
    ProcessBuilder command(int port, Shape shape) throws IOException {
      Path script = shape.paths().resolveSibling("lookups.lua");
      try (InputStream lua = HttpLoad.class.getResourceAsStream("/bench/lookups.lua")) {
        Files.write(script, lua.readAllBytes());
      }
      return new ProcessBuilder(
          "wrk",
          "--threads=1",
          "--connections=" + shape.connections(),
          "--duration=" + LEASH.toSeconds(),
          "--timeout=60",
          "--script=" + script,
          "http://127.0.0.1:" + port,
          "--",
          shape.paths().toString(),
          Long.toString(shape.pause().toMillis()));
    }
  },

  /** Vert.x's client, where there is no wrk. */
  VERTX {
    @Override
    ProcessBuilder command(int port, Shape shape) {
      ProcessBuilder java =
          JavaCommand.of(
              List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m"),
              VertxLoadMain.class,
              Integer.toString(port),
              Integer.toString(shape.connections()),
              shape.paths().toString(),
              Long.toString(shape.pause().toMillis()));
      // A JVM leaves a signal ignored that is ignored where it is started, as in the background.
      java.command().addAll(0, List.of("env", "--default-signal=INT"));
      return java;
    }
  };

  /** What a load prints when it is ready to begin. */
  static final String BEGUN = "begun";

  /** Nothing that is measured takes longer: what is never told to end does not stay for ever. */
  private static final Duration LEASH = Duration.ofMinutes(15);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * How it asks.
   *
   * @param connections each of which has one request on its way at a time
   * @param paths a file with the paths that are asked in turn, one a line
   * @param pause of each connection between an answer and the next request; whole milliseconds
   */
  public record Shape(int connections, Path paths, Duration pause) {}

  abstract ProcessBuilder command(int port, Shape shape) throws IOException;

  /** Wrk where it is installed, else the other. */
  public static HttpLoad best() {
    return List.of(System.getenv("PATH").split(":")).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk")))
        ? WRK
        : VERTX;
  }

  /** The name by which it is asked for. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Runs for so long. */
  public LoadResult run(int port, Shape shape, Duration duration) throws Exception {
    try (Running running = start(port, shape)) {
      Eventually.passes(duration);
      return running.end();
    }
  }

  /** Begins; it goes on beside what else is done, until it is told to end. */
  public Running start(int port, Shape shape) throws IOException, InterruptedException {
    ChildProcess process = ChildProcess.start(command(port, shape));
    try {
      process.awaitStdout("load", BEGUN::equals, PATIENCE);
      return new Running(process);
    } catch (InterruptedException | RuntimeException | Error noStart) {
      process.close();
      throw noStart;
    }
  }

  /** A load that is under way. */
  public static final class Running implements AutoCloseable {
    private final ChildProcess process;

    private Running(ChildProcess process) {
      this.process = process;
    }

    /** Has it end, and tells what came of it. */
    public LoadResult end() throws IOException, InterruptedException {
      process.interrupt();
      return LoadResult.of(
          new JsonObject(
              process.awaitStdout("load's result", line -> line.startsWith("{"), PATIENCE)));
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
