package io.github.vertxnsq.lookupd.hostile.arena;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.hostile.Vitals;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A daemon with a small heap, those who live with it, and its attackers. */
final class Arena implements AutoCloseable {
  /** Nobody waits longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** By then memory is as it was. */
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private static final Duration GROUND = Duration.ofSeconds(30);
  private static final int WARM_UPS = 150;
  private static final String TOKEN = "arena-token-of-the-operator-0123456789";

  private final String heap;
  private final Path folder;
  private final EventLoopGroup attackers =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private DaemonProcess daemon;
  private LivingProducer producer;
  private LivingConsumer consumer;
  private Operator operator;
  private Vitals before;
  private DaemonLog log;
  private Starvation starvation;

  /**
   * Starts the daemon.
   *
   * @param heap the largest there may be, as {@code 128m}
   * @param folder for its files
   */
  Arena(String heap, Path folder) throws Exception {
    this.heap = heap;
    this.folder = folder;
    enter();
  }

  private void enter() throws Exception {
    TestCa ca = TestCa.named("arena");
    Path cert = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    TestCa.write(ca.issue("localhost"), cert, key);
    byte[] proof = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(UTF_8));
    Path tokens =
        Files.writeString(
            folder.resolve("tokens"), "admin operator " + HexFormat.of().formatHex(proof) + "\n");
    daemon =
        new DaemonLauncher()
            .jvmFlags("@conf/jvm.options", "-Xmx" + heap)
            .arguments(
                "-https-address=127.0.0.1:0",
                "-tcp-tls-address=127.0.0.1:0",
                "-tls-cert=" + cert,
                "-tls-key=" + key,
                "-auth-token-file=" + tokens,
                "-auth-admin-cidr=" + Crowd.ADMIN + "/32")
            .start();
    try {
      settle(ca.client());
    } catch (Exception | Error notSettled) {
      daemon.close();
      throw notSettled;
    }
  }

  private void settle(SSLContext client) throws Exception {
    log = new DaemonLog(daemon);
    starvation = new Starvation(daemon.pid());
    producer = new LivingProducer(daemon.tcpPort());
    consumer = new LivingConsumer(daemon.httpPort(), daemon.httpsPort(), client);
    operator = new Operator(daemon.httpPort(), TOKEN);
    // It is not the JVM's compiler whose time is measured.
    for (int i = 0; i < WARM_UPS; i++) {
      warmUp();
    }
    for (Observer observer : List.of(producer, consumer, operator)) {
      observer.seen();
    }
    operator.takeChanges();
    before = Vitals.of(daemon);
  }

  private void warmUp() throws Exception {
    producer.lookOnce();
    consumer.lookOnce();
    operator.lookOnce();
    HttpProbe http = new HttpProbe(daemon.httpPort());
    for (String target : List.of("/nodes", "/topics", "/debug", "/metrics", "/channels?topic=a")) {
      http.get(target);
    }
  }

  /** Has the daemon attacked for this time; one that does not survive it is started anew. */
  Outcome bear(Attack attack, Duration time) throws Exception {
    List<String> faults = new ArrayList<>();
    Deque<RunningCrowd> running = new ArrayDeque<>();
    forgetPeak();
    starvation.begin();
    producer.begin();
    consumer.begin();
    operator.begin();
    try {
      for (Crowd crowd : attack.ground()) {
        running.push(start(crowd));
        if (!running.element().isAnsweredWithin(GROUND)) {
          faults.add("the ground was not prepared");
        }
      }
      for (Crowd crowd : attack.crowds()) {
        running.push(start(crowd));
      }
      Eventually.within(time, () -> !isAlive());
    } finally {
      for (RunningCrowd crowd : running) {
        crowd.close();
      }
    }
    return outcome(attack, faults);
  }

  private RunningCrowd start(Crowd crowd) throws Exception {
    return new RunningCrowd(crowd, port(crowd.port), attackers.next());
  }

  private int port(Port port) throws InterruptedException {
    return switch (port) {
      case TCP -> daemon.tcpPort();
      case TCP_TLS -> daemon.tcpTlsPort();
      case HTTP -> daemon.httpPort();
      case HTTPS -> daemon.httpsPort();
    };
  }

  private Outcome outcome(Attack attack, List<String> faults) throws Exception {
    Observer.Seen ping = producer.seen();
    Observer.Seen lookup = consumer.seen();
    Observer.Seen live = operator.seen();
    long peakBytes = isAlive() ? peakBytes() : 0;
    faults.addAll(ping.faults());
    faults.addAll(lookup.faults());
    faults.addAll(live.faults());
    mustBeShort("PING", ping.slowest(), faults);
    mustBeShort("lookup", lookup.slowest(), faults);
    mustBeShort("/health/live", live.slowest(), faults);
    long startNanos = System.nanoTime();
    boolean isWhole = isAlive() && isBack(faults);
    Duration back = Duration.ofNanos(System.nanoTime() - startNanos);
    log.check(operator.takeChanges(), isAlive(), faults);
    if (!isWhole) {
      enterAnew(faults);
    }
    return new Outcome(
        attack.name(),
        heap,
        ping.slowest(),
        lookup.slowest(),
        live.slowest(),
        starvation.within(PATIENCE),
        peakBytes,
        back,
        faults);
  }

  private void mustBeShort(String what, Duration slowest, List<String> faults) {
    Duration starved = starvation.within(slowest);
    if (slowest.minus(starved).compareTo(PATIENCE) > 0) {
      faults.add(
          "%s took %d ms, of which a processor was missing for %d ms at most"
              .formatted(what, slowest.toMillis(), starved.toMillis()));
    }
  }

  private boolean isAlive() {
    return ProcessHandle.of(daemon.pid()).isPresent();
  }

  /** Whether memory is as it was, and there is room for what is new. */
  private boolean isBack(List<String> faults) {
    List<String> last = new ArrayList<>();
    try {
      return Eventually.within(
              RECOVERY,
              () -> {
                last.clear();
                try {
                  Vitals now = Vitals.of(daemon);
                  last.add("not back within 10 s: " + now + ", before: " + before);
                  return now.areBackTo(before) && takesWhatIsNew(last);
                } catch (IOException | AssertionError wrong) {
                  last.add(wrong.toString());
                  return false;
                }
              })
          || !faults.addAll(last);
    } catch (Exception interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private boolean takesWhatIsNew(List<String> last) throws IOException, InterruptedException {
    try (ProducerConnection fresh = ProducerConnection.open(daemon.tcpPort())) {
      fresh.identify(ProducerIdentity.numbered("fresh", 0));
      fresh.must("REGISTER fresh#ephemeral");
      int status = new HttpProbe(daemon.httpPort()).get("/lookup?topic=fresh%23ephemeral").status();
      last.add("what is new is looked up with " + status);
      return status == 200;
    }
  }

  private void enterAnew(List<String> faults) throws Exception {
    if (isAlive()) {
      faults.add("it was started anew");
    } else {
      faults.add("it has ended with exit code " + daemon.awaitExit(RECOVERY));
    }
    leave();
    enter();
  }

  private void forgetPeak() throws IOException {
    Files.writeString(Path.of("/proc", Long.toString(daemon.pid()), "clear_refs"), "5");
  }

  private long peakBytes() throws IOException {
    String status = Files.readString(Path.of("/proc", Long.toString(daemon.pid()), "status"));
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .sum();
  }

  private void leave() {
    starvation.close();
    producer.close();
    consumer.close();
    operator.close();
    daemon.close();
  }

  @Override
  public void close() {
    leave();
    attackers.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
