package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A pod of an overlay: the image with its files and arguments, at an address of its own. */
final class RunningPod implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration EXIT = Duration.ofSeconds(5);

  private final PodNetwork network;
  private final Overlay overlay;
  private final String host;
  private final Container container;
  private final DaemonProcess daemon;

  private RunningPod(
      PodNetwork network, Overlay overlay, String host, Container container, DaemonProcess daemon) {
    this.network = network;
    this.overlay = overlay;
    this.host = host;
    this.container = container;
    this.daemon = daemon;
  }

  /**
   * Starts one.
   *
   * @param folder for its files; there must be none yet
   * @param address of the network's
   * @param peers whose addresses DNS has at first
   */
  static RunningPod start(
      Path folder,
      PodNetwork network,
      Overlay overlay,
      String name,
      String address,
      List<String> peers)
      throws Exception {
    Container container = Container.in(Files.createDirectory(folder));
    for (VolumeMount mount : overlay.container().getVolumeMounts()) {
      Files.createDirectories(container.file(mount.getMountPath()));
    }
    RenderedPod pod = RenderedPod.of(overlay, name, address);
    for (Map.Entry<String, String> file : pod.files().entrySet()) {
      Files.writeString(container.file(file.getKey()), file.getValue());
    }
    know(container, peers);
    String host = address.contains(":") ? "[" + address + "]" : address;
    DaemonProcess daemon =
        container
            .launcher(network.entering())
            // The network is of all pods, and these are by default at all its addresses.
            .onlyArguments("-tcp-address=" + host + ":4160", "-http-address=" + host + ":4161")
            .arguments(pod.arguments().toArray(String[]::new))
            .start();
    return new RunningPod(network, overlay, host, container, daemon);
  }

  /** DNS has the addresses of more peers. */
  void know(List<String> peers) throws Exception {
    know(container, peers);
  }

  private static void know(Container container, List<String> peers) throws Exception {
    container.knowHosts(
        peers.stream().map(address -> address + " nsqlookupd-peers").toArray(String[]::new));
  }

  /** The answer to a request, preceded by its status. */
  String ask(String method, String target) throws Exception {
    return network.ask(method, "http://" + host + ":4161" + target);
  }

  void awaitLogLine(String regex) throws Exception {
    daemon.awaitLogLine(regex, START);
  }

  /** As the kubelet does: what starts, lives and gets ready. */
  void awaitReady() throws Exception {
    awaitLogLine("HTTP: listening on");
    assertTrue(holds(overlay.container().getStartupProbe()));
    assertTrue(holds(overlay.container().getLivenessProbe()));
    Eventually.holds(
        host + " is ready", READY, () -> holds(overlay.container().getReadinessProbe()));
  }

  private boolean holds(Probe probe) throws Exception {
    HTTPGetAction request = probe.getHttpGet();
    int port = overlay.containerPorts().get(request.getPort().getStrVal());
    return network.ask("GET", "http://" + host + ":" + port + request.getPath()).startsWith("200 ");
  }

  /** SIGTERM, upon which it must end in good order. */
  void stop() throws Exception {
    daemon.terminate();
    assertEquals(0, daemon.awaitExit(EXIT));
  }

  @Override
  public void close() {
    daemon.close();
  }
}
