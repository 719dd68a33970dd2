package io.github.vertxnsq.lookupd.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link DaemonProcess} is to be started: unless told otherwise on free ports of the
 * loopback, by the Java that runs the tests or by the one the system property {@code
 * nsqlookupd.java} names. The jar is the one the system property {@code nsqlookupd.jar} names,
 * unless told otherwise.
 */
public final class DaemonLauncher {
  private static final List<String> FREE_PORTS =
      List.of("-tcp-address=127.0.0.1:0", "-http-address=127.0.0.1:0");

  private final List<String> wrapper = new ArrayList<>();
  private final List<String> jvmFlags = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>(FREE_PORTS);
  private final Map<String, String> environment = new HashMap<>();
  private Optional<Path> program = Optional.empty();
  private String jar = System.getProperty("nsqlookupd.jar");
  private Path java =
      Path.of(System.getProperty("nsqlookupd.java", InstalledJava.current().toString()));

  public DaemonLauncher java(Path executable) {
    java = executable;
    return this;
  }

  public DaemonLauncher jar(Path other) {
    jar = other.toString();
    return this;
  }

  /**
   * A program that is the daemon, in the place of Java with the jar. The JVM's flags are then told
   * by the environment, of which the JVM says so on stderr.
   */
  public DaemonLauncher program(Path executable) {
    program = Optional.of(executable);
    return this;
  }

  /** What is to run the Java command, which follows as its arguments. It must become that Java. */
  public DaemonLauncher wrapper(String... command) {
    Collections.addAll(wrapper, command);
    return this;
  }

  public DaemonLauncher jvmFlags(String... more) {
    Collections.addAll(jvmFlags, more);
    return this;
  }

  /** Arguments besides those for free ports. */
  public DaemonLauncher arguments(String... more) {
    Collections.addAll(arguments, more);
    return this;
  }

  /** These arguments only: the addresses come from them, from elsewhere, or are the defaults. */
  public DaemonLauncher onlyArguments(String... all) {
    arguments.clear();
    return arguments(all);
  }

  public DaemonLauncher environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Returns at once; {@link DaemonProcess#tcpPort} awaits that the daemon listens. */
  public DaemonProcess start() throws IOException {
    return new DaemonProcess(ChildProcess.start(command()));
  }

  /** The command that {@link #start} would run. */
  public ProcessBuilder command() {
    if (program.isEmpty() && jar == null) {
      throw new IllegalStateException(
          "the system property nsqlookupd.jar must name the runnable jar, as `mvn verify` does");
    }
    List<String> command = new ArrayList<>();
    // A shell that runs the build in the background has SIGINT ignored, children inherit that, and
    // a JVM leaves an ignored signal ignored: without this, interrupt() would then do nothing.
    Collections.addAll(command, "env", "--default-signal=INT");
    command.addAll(wrapper);
    if (program.isPresent()) {
      command.add(program.get().toString());
    } else {
      command.add(java.toString());
      command.addAll(jvmFlags);
      Collections.addAll(command, "-jar", jar);
    }
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // What configures the tests' JVM or another daemon here must not reach this one; the JVM's
    // variables would also add a line to stderr.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("NSQLOOKUPD_") || name.endsWith("JAVA_OPTIONS"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("NOTIFY_SOCKET"); // nor would systemd take it for the build
    if (program.isPresent() && !jvmFlags.isEmpty()) {
      builder.environment().put("JAVA_TOOL_OPTIONS", String.join(" ", jvmFlags));
    }
    builder.environment().putAll(environment);
    return builder;
  }
}
