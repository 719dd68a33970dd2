import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the archive of classes from which the daemon starts in half the time (AppCDS): starts the
 * finished jar, is a producer and a consumer to it, and has its JVM write down at its end what was
 * loaded meanwhile.
 *
 * <p>{@code java TrainArchive.java JAR ARCHIVE [JAVA [ARGUMENT...]]}, which the build does after
 * the jar is packaged. Where ARCHIVE ends with {@code .classlist} it is the list of these classes,
 * of which {@code make-archive} makes an archive elsewhere. An archive that cannot be made is a
 * line on stderr and no error: the daemon starts without, slower.
 */
final class TrainArchive {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern LISTENING =
      Pattern.compile(" INFO: (HTTP|TCP): listening on \\S+:(\\d+)$");
  private static final String LIST = ".classlist";
  private static final List<String> CONSUMER =
      List.of(
          "GET /ping",
          "GET /lookup?topic=orders",
          "GET /lookup?topic=none",
          "GET /topics",
          "GET /channels?topic=orders",
          "GET /nodes",
          "GET /info",
          "GET /debug",
          "GET /health/live",
          "GET /health/ready",
          "GET /metrics",
          "POST /topic/tombstone?topic=orders&node=127.0.0.1:4151");

  private final Process daemon;
  private final BufferedReader log;
  private int httpPort;
  private int tcpPort;

  private TrainArchive(Process daemon) {
    this.daemon = daemon;
    this.log = new BufferedReader(new InputStreamReader(daemon.getInputStream(), UTF_8));
  }

  /**
   * Takes the path of the jar, written as at later starts; that of the archive to make; that of the
   * Java that will use it, unless it is the one that runs this; and what the daemon is told
   * besides.
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path archive = Path.of(arguments[1]);
    // Under its name it is whole: a JVM does not survive to map one that was cut short.
    Path unfinished = archive.resolveSibling(archive.getFileName() + ".unfinished");
    List<String> given = List.of(arguments);
    String java =
        given.size() > 2
            ? given.get(2)
            : Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> more = given.subList(Math.min(3, given.size()), given.size());
    try {
      Files.deleteIfExists(archive);
      Process daemon = start(java, arguments[0], unfinished, more);
      try {
        new TrainArchive(daemon).train();
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        daemon.destroyForcibly();
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException trouble) {
      System.err.printf("%s was not made, starts will be slower: %s%n", archive, trouble);
    }
  }

  private static Process start(String java, String jar, Path archive, List<String> more)
      throws IOException {
    boolean isList = archive.getFileName().toString().contains(LIST + ".");
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                (isList ? "-XX:DumpLoadedClassList=" : "-XX:ArchiveClassesAtExit=") + archive,
                // It warns of each class that an archive cannot take.
                "-Xlog:disable",
                "-Xlog:all=error",
                // Its life is short: a second less of the build.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar,
                "-tcp-address=127.0.0.1:0",
                "-http-address=127.0.0.1:0"));
    command.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // What is set for another daemon, or for the build's JVM, is not meant for this one.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("NSQLOOKUPD_") || name.endsWith("JAVA_OPTIONS"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("NOTIFY_SOCKET");
    Process daemon = builder.start();
    CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .execute(daemon::destroyForcibly);
    return daemon;
  }

  private void train() throws IOException, InterruptedException {
    awaitPorts();
    try (Socket producer = new Socket(InetAddress.getLoopbackAddress(), tcpPort)) {
      produce(producer);
      consume();
      say(producer, "UNREGISTER orders billing\n");
    }
    // Its SIGTERM, by its handle: Process.destroy() would close the log as well.
    daemon.toHandle().destroy();
    String last = "it said nothing";
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      last = line;
    }
    if (daemon.waitFor() != 0) {
      throw new IOException("the daemon ended with " + daemon.exitValue() + ": " + last);
    }
  }

  private void awaitPorts() throws IOException {
    String last = "it said nothing";
    while (httpPort == 0 || tcpPort == 0) {
      String line = log.readLine();
      if (line == null) {
        throw new IOException("the daemon did not start: " + last);
      }
      last = line;
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        int port = Integer.parseInt(listening.group(2));
        if (listening.group(1).equals("HTTP")) {
          httpPort = port;
        } else {
          tcpPort = port;
        }
      }
    }
  }

  private static void produce(Socket producer) throws IOException {
    producer.setSoTimeout((int) PATIENCE.toMillis());
    byte[] identity =
        """
        {"broadcast_address":"127.0.0.1","tcp_port":4150,"http_port":4151,"version":"1.3.0",\
        "hostname":"trainer"}"""
            .getBytes(UTF_8);
    DataOutputStream out = new DataOutputStream(producer.getOutputStream());
    out.writeBytes("  V1IDENTIFY\n");
    out.writeInt(identity.length);
    out.write(identity);
    readAnswer(producer);
    say(producer, "REGISTER orders billing\n");
    say(producer, "PING\n");
  }

  private static void say(Socket producer, String command) throws IOException {
    producer.getOutputStream().write(command.getBytes(US_ASCII));
    readAnswer(producer);
  }

  private static void readAnswer(Socket producer) throws IOException {
    DataInputStream in = new DataInputStream(producer.getInputStream());
    in.skipNBytes(in.readInt());
  }

  private void consume() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    for (String line : CONSUMER) {
      String[] request = line.split(" ");
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + request[1]))
              .method(request[0], HttpRequest.BodyPublishers.noBody())
              .timeout(PATIENCE)
              .build(),
          HttpResponse.BodyHandlers.discarding());
    }
  }
}
