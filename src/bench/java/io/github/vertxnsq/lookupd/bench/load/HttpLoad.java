package io.github.vertxnsq.lookupd.bench.load;

import io.github.vertxnsq.lookupd.bench.JavaCommand;
import io.github.vertxnsq.lookupd.process.ChildProcess;
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
          "--duration=" + Math.max(1, shape.duration().toSeconds()),
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
              Long.toString(shape.duration().toMillis()),
              shape.paths().toString(),
              Long.toString(shape.pause().toMillis()));
      // A JVM leaves a signal ignored that is ignored where it is started, as in the background.
      java.command().addAll(0, List.of("env", "--default-signal=INT"));
      return java;
    }
  };

  private static final Duration MORE_PATIENCE = Duration.ofSeconds(60);

  /**
   * How it asks.
   *
   * @param connections each of which has one request on its way at a time
   * @param duration how long; whole seconds
   * @param paths a file with the paths that are asked in turn, one a line
   * @param pause of each connection between an answer and the next request; whole milliseconds
   */
  public record Shape(int connections, Duration duration, Path paths, Duration pause) {}

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

  /** Runs from begin to end. */
  public LoadResult run(int port, Shape shape) throws IOException, InterruptedException {
    try (Running running = start(port, shape)) {
      return running.awaitEnd();
    }
  }

  /** Begins; it goes on beside what else is done, for the shape's duration at most. */
  public Running start(int port, Shape shape) throws IOException {
    return new Running(
        ChildProcess.start(command(port, shape)), shape.duration().plus(MORE_PATIENCE));
  }

  /** A load that is under way. */
  public static final class Running implements AutoCloseable {
    private final ChildProcess process;
    private final Duration patience;

    private Running(ChildProcess process, Duration patience) {
      this.process = process;
      this.patience = patience;
    }

    /** Has it end now. */
    public LoadResult end() throws IOException, InterruptedException {
      process.interrupt();
      return awaitEnd();
    }

    private LoadResult awaitEnd() throws InterruptedException {
      return LoadResult.of(
          new JsonObject(
              process.awaitStdout("load's result", line -> line.startsWith("{"), patience)));
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
