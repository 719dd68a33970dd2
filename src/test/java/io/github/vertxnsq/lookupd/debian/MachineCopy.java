package io.github.vertxnsq.lookupd.debian;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.MachineAllows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * This machine's files, to be changed as one likes: nobody else sees it, and at the end it is gone.
 */
final class MachineCopy implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration INSTALLED = Duration.ofMinutes(2);

  private final ChildProcess holder;
  private final Path root;

  private MachineCopy(ChildProcess holder, Path root) {
    this.holder = holder;
    this.root = root;
  }

  /**
   * One whose changes are kept in this folder's place.
   *
   * @param folder an empty one
   */
  static MachineCopy in(Path folder) throws Exception {
    MachineAllows.aCopyOfItself();
    String script = Path.of(MachineCopy.class.getResource("/debian/copy.sh").toURI()).toString();
    MachineCopy copy =
        new MachineCopy(
            ChildProcess.start(
                new ProcessBuilder("unshare", "--mount", "bash", script, folder.toString())),
            folder.resolve("root"));
    copy.holder.awaitStdout("\"there\"", "there"::equals, SOON);
    return copy;
  }

  /** What runs a command, which follows as its arguments, in the copy. */
  List<String> entering(String... optionsOfChroot) {
    List<String> command =
        new ArrayList<>(List.of("nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt", "chroot"));
    command.addAll(List.of(optionsOfChroot));
    command.add(root.toString());
    return command;
  }

  /** What a command prints; it must succeed. */
  List<String> run(String... command) throws Exception {
    List<String> all = Stream.concat(entering().stream(), Stream.of(command)).toList();
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
    try (ChildProcess child = ChildProcess.start(builder)) {
      int code = child.awaitExit(INSTALLED);
      assertEquals(
          0, code, () -> String.join(" ", all) + "\n" + child.stdout() + "\n" + child.stderr());
      return child.stdout();
    }
  }

  @Override
  public void close() {
    holder.close();
  }
}
