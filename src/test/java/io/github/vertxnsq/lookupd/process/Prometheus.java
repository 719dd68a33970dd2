package io.github.vertxnsq.lookupd.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The Prometheus that is installed here, running on a free port of the loopback. */
public final class Prometheus implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String CONFIG = "prometheus.yml";

  private final ChildProcess process;
  private final HttpProbe api;

  private Prometheus(ChildProcess process, HttpProbe api) {
    this.process = process;
    this.api = api;
  }

  /** One with this configuration, ready; what it writes goes to the folder. */
  public static Prometheus start(Path folder, String config) throws Exception {
    Files.writeString(folder.resolve(CONFIG), config);
    ChildProcess process =
        ChildProcess.start(
            new ProcessBuilder(
                    "prometheus",
                    "--config.file=" + CONFIG,
                    "--storage.tsdb.path=data",
                    "--web.listen-address=127.0.0.1:0")
                .directory(folder.toFile()));
    try {
      return new Prometheus(process, new HttpProbe(portOf(process)));
    } catch (Exception | Error notReady) {
      process.close();
      throw notReady;
    }
  }

  /** It says only that it was told to choose one. */
  private static int portOf(ChildProcess process) throws Exception {
    process.awaitStderr("start", line -> line.contains("ready to receive"), SOON);
    Set<Integer> ports = Sockets.of(process.pid()).listeningPorts();
    if (ports.size() != 1) {
      throw new AssertionError("one port was expected, not " + ports);
    }
    return ports.iterator().next();
  }

  public HttpProbe api() {
    return api;
  }

  /** What the query API answers. */
  public JsonNode query(String expression) throws Exception {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return api.get("/api/v1/query?query=" + encoded).json();
  }

  /** The first value of that; empty when there is none. */
  public String value(String expression) throws Exception {
    return query(expression).at("/data/result/0/value/1").asText();
  }

  /** Runs promtool in the folder; it must be content. */
  public static void promtool(Path folder, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    try (ChildProcess promtool =
        ChildProcess.start(new ProcessBuilder(command).directory(folder.toFile()))) {
      if (promtool.awaitExit(SOON) != 0) {
        throw new AssertionError(
            String.join("\n", promtool.stdout()) + String.join("\n", promtool.stderr()));
      }
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
