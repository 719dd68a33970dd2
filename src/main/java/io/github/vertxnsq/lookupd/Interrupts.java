package io.github.vertxnsq.lookupd;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has SIGINT end the process wherever it was started. A shell without job control has a command
 * ignore SIGINT that it starts in the background, and a JVM leaves ignored what it finds ignored;
 * the original sets a handler of its own, and scripts end it by {@code kill -INT}.
 */
final class Interrupts {
  private static final Logger LOG = LoggerFactory.getLogger(Interrupts.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String IGNORED = "SigIgn:";

  /** Numbers of signals, on every Linux. */
  private static final int SIGINT = 2;

  private static final int SIGTERM = 15;

  /** More than {@code struct sigaction} takes on any of them. */
  private static final int ACTION_BYTES = 512;

  private Interrupts() {}

  /** What the C library has, and Java has no way to. */
  private interface C extends Library {
    int sigaction(int signal, Pointer next, Pointer before);
  }

  /**
   * Has SIGINT, if it is ignored, do what SIGTERM does. The JVM has a handler ready for both; it
   * did not tell the system of this one.
   */
  static void heed() {
    try {
      if (isIgnored(SIGINT)) {
        C system = Native.load("c", C.class);
        try (Memory action = new Memory(ACTION_BYTES)) {
          if (system.sigaction(SIGTERM, Pointer.NULL, action) != 0
              || system.sigaction(SIGINT, action, Pointer.NULL) != 0) {
            throw new IOException("sigaction failed");
          }
        }
      }
    } catch (IOException | RuntimeException | LinkageError trouble) {
      LOG.warn("SIGINT stays ignored, as it was for whoever started this: {}", trouble.toString());
    }
  }

  private static boolean isIgnored(int signal) throws IOException {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(IGNORED))
          .map(line -> Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16))
          .anyMatch(ignored -> (ignored >> (signal - 1) & 1) != 0);
    }
  }
}
