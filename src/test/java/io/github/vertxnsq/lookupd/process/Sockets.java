package io.github.vertxnsq.lookupd.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets that a process has open, as Linux lists them. */
public final class Sockets {
  private static final String LISTENS = "0A";

  private final Path process;

  private Sockets(Path process) {
    this.process = process;
  }

  /** A port of the loopback that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** Those of the process with this id, which must be one of ours. */
  public static Sockets of(long pid) {
    return new Sockets(Path.of("/proc", Long.toString(pid)));
  }

  /** The TCP ports on which it accepts connections. */
  public Set<Integer> listeningPorts() throws IOException {
    return Stream.of("tcp", "tcp6")
        .flatMap(this::own)
        .filter(columns -> columns[3].equals(LISTENS))
        .map(Sockets::port)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The ports at which datagrams reach it, as those to many at once do. */
  public Set<Integer> datagramPorts() {
    return Stream.of("udp", "udp6")
        .flatMap(this::own)
        .map(Sockets::port)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** " 0: 0100007F:1040 00000000:0000 0A …": number, local address, remote address, state. */
  private static int port(String[] columns) {
    return Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16);
  }

  /** The columns of its sockets in a table, which lists those of all processes. */
  private Stream<String[]> own(String table) {
    try {
      Set<String> own = inodes();
      return Files.readAllLines(process.resolve("net").resolve(table)).stream()
          .skip(1)
          .map(line -> line.strip().split("\\s+", -1))
          .filter(columns -> own.contains(columns[9]));
    } catch (IOException e) {
      throw new AssertionError("the process has ended", e);
    }
  }

  private Set<String> inodes() throws IOException {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files
          .map(Sockets::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.substring("socket:[".length(), target.length() - 1))
          .collect(Collectors.toSet());
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
