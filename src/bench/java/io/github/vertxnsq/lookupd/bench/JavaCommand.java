package io.github.vertxnsq.lookupd.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How another main class of this class path is started, by the Java that runs this one. */
public final class JavaCommand {
  private JavaCommand() {}

  /** The command, yet to be started. */
  public static ProcessBuilder of(List<String> jvmFlags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    Collections.addAll(command, "-cp", System.getProperty("java.class.path"), main.getName());
    Collections.addAll(command, arguments);
    return new ProcessBuilder(command);
  }
}
