package io.github.vertxnsq.lookupd;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.server.tcp.ServerSocketRegistry;
import com.hazelcast.internal.server.tcp.TcpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Runs in a daemon beside the jar, and ends its cluster's engine when a file appears, or closes its
 * port when the file's name says so: nothing that a member or a client can send does that.
 */
public final class EngineEnder {
  /** The name of the file that closes the port. */
  static final String CLOSE = "close";

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
    try (WatchService folder = signal.getFileSystem().newWatchService()) {
      signal.getParent().register(folder, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(signal)) {
        folder.take().reset();
      }
      for (HazelcastInstance engine : Hazelcast.getAllHazelcastInstances()) {
        if (signal.endsWith(CLOSE)) {
          closePort(engine);
        } else {
          engine.getLifecycleService().terminate();
        }
      }
    } catch (InterruptedException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As it does itself when no file is left for a connection. */
  public static void closePort(HazelcastInstance engine) throws IOException {
    TcpServer server = (TcpServer) ((HazelcastInstanceProxy) engine).getOriginal().node.getServer();
    for (ServerSocketRegistry.Pair port : server.getRegistry()) {
      port.getChannel().close();
    }
  }
}
