package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.ToldWhenNotRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What compose files and NSQ's chart have the image do, on the ports that there are. */
@ExtendWith(ToldWhenNotRun.class)
@Timeout(120)
class ExamplesIT {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration EXIT = Duration.ofSeconds(30);
  private static final String ADDRESS = "10.0.0.1";

  @TempDir Path folder;
  private Container container;
  private PodNetwork network;

  private void makeContainer() throws Exception {
    container = Container.in(folder);
    network = PodNetwork.with(List.of(ADDRESS));
  }

  @AfterEach
  void close() {
    if (network != null) { // none where this machine allows none
      network.close();
    }
  }

  @Test
  void theComposeFilesCommandsStartItAndFindItHealthy() throws Exception {
    makeContainer();
    JsonNode service = read("compose.yaml").at("/services/nsqlookupd");
    List<String> command = List.of(service.path("command").asText().split(" ", -1));
    List<String> check =
        Stream.iterate(0, i -> i + 1)
            .limit(service.at("/healthcheck/test").size())
            .map(i -> service.at("/healthcheck/test").get(i).asText())
            .toList();
    assertEquals("CMD", check.get(0));

    assertEquals(1, run(check.subList(1, check.size())));
    try (DaemonProcess daemon = daemon(command)) {
      assertEquals(4160, daemon.tcpPort());
      assertEquals(4161, daemon.httpPort());
      assertEquals(0, run(check.subList(1, check.size())));
      assertTrue(network.ask("GET", "http://" + ADDRESS + ":4161/ping").startsWith("200 OK"));
    }
  }

  /** The chart's command, and its argument with the address filled in; it probes /ping at 4161. */
  @Test
  void theChartsCommandStartsIt() throws Exception {
    makeContainer();
    try (DaemonProcess daemon = daemon(List.of("/nsqlookupd", "--broadcast-address=" + ADDRESS))) {
      daemon.tcpPort();
      assertTrue(network.ask("GET", "http://" + ADDRESS + ":4161/ping").startsWith("200 OK"));
    }
  }

  @Test
  void bothNameTheVersionThatIsBuilt() throws Exception {
    String image = Overlay.render("cluster").container().getImage();

    assertEquals(image, read("compose.yaml").at("/services/nsqlookupd/image").asText());
    JsonNode values = read("helm-values.yaml").path("image");
    assertEquals(
        "registry.example.org/" + image,
        values.path("repository").asText() + ":" + values.path("tag").asText());
  }

  private DaemonProcess daemon(List<String> command) throws Exception {
    DaemonProcess daemon =
        container
            .launcher(network.entering(), command.get(0))
            .onlyArguments(command.subList(1, command.size()).toArray(String[]::new))
            .start();
    daemon.awaitLogLine("TCP: listening on", START);
    return daemon;
  }

  private int run(List<String> command) throws Exception {
    try (DaemonProcess process =
        container
            .launcher(network.entering(), command.get(0))
            .onlyArguments(command.subList(1, command.size()).toArray(String[]::new))
            .start()) {
      return process.awaitExit(EXIT);
    }
  }

  private static JsonNode read(String name) throws Exception {
    return new YAMLMapper().readTree(Files.readString(Path.of("k8s", name)));
  }
}
