package io.github.vertxnsq.lookupd;

import com.hazelcast.core.Hazelcast;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Runs in a daemon beside the jar, and ends its cluster's engine when a file appears: nothing that
 * a member or a client can send does that.
 */
public final class EngineEnder {
  private EngineEnder() {}

  /** Makes the Java agent's jar in this folder. */
  static Path jar(Path folder) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EngineEnder.class.getName());
    String entry = EngineEnder.class.getName().replace('.', '/') + ".class";
    Path jar = folder.resolve("agent.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(entry));
      try (var bytes = EngineEnder.class.getClassLoader().getResourceAsStream(entry)) {
        bytes.transferTo(out);
      }
    }
    return jar;
  }

  /** Called by the JVM of the daemon, with the file's name. */
  public static void premain(String signal) {
    Thread waiting = new Thread(() -> endWhenThere(Path.of(signal)), "engine-ender");
    waiting.setDaemon(true);
    waiting.start();
  }

  private static void endWhenThere(Path signal) {
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      signal.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(signal)) {
        watch.take().reset();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("nobody ends the engine", e);
    }
    Hazelcast.getAllHazelcastInstances().forEach(it -> it.getLifecycleService().terminate());
  }
}
