package io.github.vertxnsq.lookupd.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine or container, as Go's {@code os.Hostname} gives it. */
public final class HostName {
  private static final Path KERNEL_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /**
   * Asks the kernel. Only where it does not tell, which is never the case on Linux, is the resolver
   * asked, which may take as long as DNS does.
   *
   * @return the name, never empty; {@code localhost} if all else fails
   */
  public static String ofThisMachine() {
    return of(KERNEL_HOSTNAME);
  }

  static String of(Path file) {
    try {
      String name = Files.readString(file).strip();
      if (!name.isEmpty()) {
        return name;
      }
    } catch (IOException notLinux) {
      // The resolver is asked below.
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
