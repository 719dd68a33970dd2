package io.github.vertxnsq.lookupd.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/**
 * What not every machine allows. Where it is not allowed a test that needs it is aborted with the
 * reason, which {@link ToldWhenNotRun} shows; where {@code CI} is {@code true} it fails.
 */
public final class MachineAllows {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<List<String>, String> ANSWERS = new ConcurrentHashMap<>();

  private MachineAllows() {}

  /** Mounts and networks that nobody else sees. */
  public static void namespaces() {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--net"));
    if (!isRoot()) {
      command.add("--map-root-user");
    }
    command.add("true");
    need("namespaces of its own (root, or kernel.unprivileged_userns_clone=1)", command);
  }

  /** To make a program of the jar; returns it. */
  public static Path program() {
    Path program = Path.of("target", "nsq", "bin", "nsqlookupd").toAbsolutePath();
    need(
        "jpackage, or to be built without -Dlauncher=false",
        List.of("test", "-x", program.toString()));
    return program;
  }

  /** To build packages of Debian's kind, and to look into them. */
  public static void debianPackages() {
    need("dpkg-deb", List.of("dpkg-deb", "--version"));
  }

  /** A copy of this machine that is thrown away. */
  public static void aCopyOfItself() {
    need("to be root on Debian", List.of("sh", "-c", "test $(id -u) = 0 && dpkg --version"));
    namespaces();
    need(
        "an overlay above the machine's files",
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs tmpfs /mnt && cd /mnt && mkdir u w m"
                + " && mount -t overlay overlay -o lowerdir=/,upperdir=u,workdir=w m"));
  }

  /** Whether this is root, who needs no namespace of users. */
  public static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void need(String what, List<String> command) {
    String answer = ANSWERS.computeIfAbsent(command, MachineAllows::answer);
    if (!answer.isEmpty()) {
      String reason = "needs " + what + "; " + answer;
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(reason);
      }
      Assumptions.abort(reason);
    }
  }

  /** Empty if the command succeeds, else why not. */
  private static String answer(List<String> command) {
    try (ChildProcess child = ChildProcess.start(new ProcessBuilder(command))) {
      int code = child.awaitExit(SOON);
      return code == 0
          ? ""
          : String.join(" ", command) + " exits with " + code + " " + child.stderr();
    } catch (IOException notThere) {
      return notThere.getMessage();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
