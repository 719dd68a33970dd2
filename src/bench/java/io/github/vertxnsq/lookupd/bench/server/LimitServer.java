package io.github.vertxnsq.lookupd.bench.server;

import io.github.vertxnsq.lookupd.bench.JavaCommand;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A {@link LimitServerMain}, running: what Vert.x could do if there were nothing to do. */
public final class LimitServer implements Server {
  private static final Duration START = Duration.ofSeconds(30);

  private final ChildProcess process;
  private final JsonObject ports;
  private int changes;

  private LimitServer(ChildProcess process, JsonObject ports) {
    this.process = process;
    this.ports = ports;
  }

  /**
   * Starts it, with as many HTTP instances as the daemon has by default, and returns when its ports
   * are open.
   */
  public static LimitServer start(List<String> jvmFlags) throws IOException, InterruptedException {
    ChildProcess process =
        ChildProcess.start(
            JavaCommand.of(jvmFlags, LimitServerMain.class, Settings.HTTP_INSTANCES.defaultText()));
    try {
      String ports = process.awaitStdout("ports", line -> line.startsWith("{"), START);
      return new LimitServer(process, new JsonObject(ports));
    } catch (InterruptedException | RuntimeException | Error noStart) {
      process.close();
      throw noStart;
    }
  }

  /** From now on every HTTP request is answered with a body of so many bytes. */
  public LimitServer answering(int bodyBytes) throws IOException, InterruptedException {
    process.send(Integer.toString(bodyBytes));
    String changed = "body " + ++changes;
    process.awaitStdout("new body", changed::equals, START);
    return this;
  }

  @Override
  public int tcpPort() {
    return ports.getInteger("tcp");
  }

  @Override
  public int httpPort() {
    return ports.getInteger("http");
  }

  @Override
  public long rssBytes() throws IOException {
    return process.rssBytes();
  }

  @Override
  public void close() {
    process.close();
  }
}
