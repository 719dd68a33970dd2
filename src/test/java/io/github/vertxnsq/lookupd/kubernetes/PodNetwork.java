package io.github.vertxnsq.lookupd.kubernetes;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.MachineAllows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A network that nothing else on this machine is in, where pods have the addresses and ports that
 * they would have in Kubernetes. The test itself is outside, and asks by way of curl.
 */
final class PodNetwork implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ChildProcess holder;

  private PodNetwork(ChildProcess holder) {
    this.holder = holder;
  }

  /** One that has these addresses, all on its loopback. */
  static PodNetwork with(List<String> addresses) throws Exception {
    MachineAllows.namespaces();
    StringBuilder script = new StringBuilder("ip link set lo up\n");
    for (String address : addresses) {
      script.append("ip address add ").append(address).append(" dev lo\n");
    }
    // It is there as long as somebody is in it, who waits for what will not come.
    script.append("echo there\nexec cat");
    List<String> command = new ArrayList<>(List.of("unshare", "--net"));
    if (!MachineAllows.isRoot()) {
      command.add("--map-root-user");
    }
    Collections.addAll(command, "bash", "-ec", script.toString());
    PodNetwork network = new PodNetwork(ChildProcess.start(new ProcessBuilder(command)));
    network.holder.awaitStdout("\"there\"", "there"::equals, SOON);
    return network;
  }

  /** What runs a command, which follows as its arguments, in this network. */
  List<String> entering() {
    List<String> command =
        new ArrayList<>(List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net"));
    if (!MachineAllows.isRoot()) {
      Collections.addAll(
          command, "--user=/proc/" + holder.pid() + "/ns/user", "--preserve-credentials");
    }
    return command;
  }

  /**
   * The answer to a request, preceded by its status; {@code 000} when there was none.
   *
   * @param options of curl
   */
  String ask(String method, String url, String... options) throws Exception {
    List<String> command = new ArrayList<>(entering());
    Collections.addAll(
        command,
        "curl",
        "--silent",
        "--globoff",
        "--max-time",
        "10",
        "--write-out",
        "\n%{http_code}",
        "--request",
        method,
        url);
    Collections.addAll(command, options);
    try (ChildProcess curl = ChildProcess.start(new ProcessBuilder(command))) {
      curl.awaitExit(SOON);
      List<String> lines = curl.stdout();
      int last = lines.size() - 1;
      return lines.get(last) + " " + String.join("\n", lines.subList(0, last));
    }
  }

  @Override
  public void close() {
    holder.close();
  }
}
