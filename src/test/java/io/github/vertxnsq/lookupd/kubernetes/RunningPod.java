package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Probe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

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
    mount(container, overlay);
    know(container, peers);
    RenderedPod pod = RenderedPod.of(overlay, name, address);
    String host = address.contains(":") ? "[" + address + "]" : address;
    DaemonProcess daemon =
        container
            .launcher(network.entering(), pod.program())
            .onlyArguments(ownAddresses(overlay, host))
            .arguments(pod.arguments().toArray(String[]::new))
            .start();
    return new RunningPod(network, overlay, host, container, daemon);
  }

  private static void mount(Container container, Overlay overlay) throws Exception {
    for (MountedVolume volume : MountedVolume.of(overlay)) {
      volume.mountIn(container);
    }
  }

  /** The network is of all pods, and by default each is at all its addresses. */
  private static String[] ownAddresses(Overlay overlay, String host) {
    return Stream.of("tcp", "http", "https", "health")
        .filter(overlay.containerPorts()::containsKey)
        .map(port -> "-" + port + "-address=" + host + ":" + overlay.containerPorts().get(port))
        .toArray(String[]::new);
  }

  /** What its ConfigMaps and Secrets say is now what they say here. */
  void mount(Overlay changed) throws Exception {
    mount(container, changed);
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

  /**
   * The answer over HTTPS to who comes by this name, preceded by its status; {@code 000} when there
   * was none.
   *
   * @param cas what is believed of whom
   */
  String askOverTls(String name, Path cas, String method, String target, String... options)
      throws Exception {
    int port = overlay.containerPorts().get("https");
    List<String> all = new ArrayList<>(List.of(options));
    Collections.addAll(all, "--cacert", cas.toString());
    Collections.addAll(all, "--connect-to", name + ":" + port + ":" + host + ":" + port);
    return network.ask(method, "https://" + name + ":" + port + target, all.toArray(String[]::new));
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
