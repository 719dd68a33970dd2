package io.github.vertxnsq.lookupd.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import io.github.vertxnsq.lookupd.metrics.VertxMeters;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real members in one JVM, over the loopback. */
@Timeout(120)
class ClusterEngineIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Place FREE = new Place("127.0.0.1", 0);
  private static final Place ON_THE_SAME_HOST = new Place("", 0);
  private static final Place NOT_MAPPED = new Place("", 0);

  private final List<ClusterEngine> running = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (ClusterEngine engine : running) {
      await(engine.close());
    }
  }

  @Test
  void isAMemberAloneWhenNobodyIsThere() throws Exception {
    Membership alone = join().membership();

    assertEquals(Set.of(alone.self()), alone.members());
    assertEquals(Set.of(alone.self()), alone.addresses().keySet());
    assertTrue(alone.addresses().get(alone.self()).matches("127\\.0\\.0\\.1:[1-9][0-9]*"));
  }

  @Test
  void membersSeeWhoComesAndWhoGoes() throws Exception {
    ClusterEngine first = join();
    ClusterEngine second = join(address(first));
    BlockingQueue<Set<String>> heard = new LinkedBlockingQueue<>();
    first.membership().onChange(heard::add);
    ClusterEngine third = join(address(first), address(second));

    awaitThatEachSees(first, second, third);
    assertEquals(address(third), second.membership().addresses().get(third.membership().self()));
    awaitHeard(heard, ids(first, second, third));

    await(leave(third));
    awaitThatEachSees(first, second);
    awaitHeard(heard, ids(first, second));
    assertEquals(ids(first, second), first.membership().addresses().keySet());
  }

  @Test
  void membersThatStartTogetherFindEachOther() throws Exception {
    List<String> addresses = freeAddresses(3);
    List<Future<ClusterEngine>> starting =
        addresses.stream().map(own -> start(place(own), FREE, addresses)).toList();

    List<ClusterEngine> engines = new ArrayList<>();
    for (Future<ClusterEngine> each : starting) {
      engines.add(awaitJoined(each));
    }

    awaitThatEachSees(engines.toArray(ClusterEngine[]::new));
  }

  @Test
  void sendsMessagesToOtherMembers() throws Exception {
    ClusterEngine first = join();
    ClusterEngine second = join(address(first));
    awaitThatEachSees(first, second);
    await(
        second
            .vertx()
            .eventBus()
            .<Buffer>consumer(
                "greeting",
                message -> message.reply(Buffer.buffer(message.body().toString() + ", you")))
            .completion());

    Future<String> answer =
        first
            .vertx()
            .eventBus()
            .<Buffer>request("greeting", Buffer.buffer("hello"))
            .map(reply -> reply.body().toString());

    assertEquals("hello, you", await(answer));
  }

  @Test
  void doesNotJoinAClusterOfAnotherName() throws Exception {
    ClusterEngine ours = join();
    Future<ClusterEngine> theirs =
        ClusterEngine.start(
            settings("green", FREE, ON_THE_SAME_HOST, List.of(address(ours))),
            Optional.empty(),
            new VertxOptions(),
            VertxMeters.factory(new SimpleMeterRegistry()));

    ClusterEngine stranger = awaitJoined(theirs);

    assertEquals(ids(stranger), stranger.membership().members());
    assertEquals(ids(ours), ours.membership().members());
  }

  @Test
  void namesTheAddressThatIsTaken() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Place taken = new Place("127.0.0.1", other.getLocalPort());

      assertFailsWith(
          "CLUSTER: listen \\(" + taken + "\\) failed - .*in use.*",
          start(taken, ON_THE_SAME_HOST, List.of()));
      assertFailsWith(
          "CLUSTER BUS: listen \\(" + taken + "\\) failed - .*in use.*",
          start(FREE, taken, List.of()));
    }
  }

  @Test
  void namesTheHostThatThereIsNot() {
    assertFailsWith(
        "CLUSTER: listen \\(no\\.such\\.host\\.invalid:4162\\) failed - no such host",
        start(new Place("no.such.host.invalid", 4162), ON_THE_SAME_HOST, List.of()));
  }

  private static void assertFailsWith(String regex, Future<ClusterEngine> starting) {
    ClusterException refused = assertThrows(ClusterException.class, () -> await(starting));
    assertTrue(refused.getMessage().matches(regex), refused.getMessage());
  }

  private ClusterEngine join(String... peers) throws Exception {
    return awaitJoined(start(FREE, ON_THE_SAME_HOST, List.of(peers)));
  }

  private ClusterEngine awaitJoined(Future<ClusterEngine> starting) throws Exception {
    ClusterEngine engine = await(starting);
    running.add(engine);
    return engine;
  }

  private Future<Void> leave(ClusterEngine engine) {
    running.remove(engine);
    return engine.close();
  }

  private static Future<ClusterEngine> start(Place address, Place bus, List<String> peers) {
    return ClusterEngine.start(
        settings("blue", address, bus, peers),
        Optional.empty(),
        new VertxOptions(),
        VertxMeters.factory(new SimpleMeterRegistry()));
  }

  private static ClusterSettings settings(
      String name, Place address, Place bus, List<String> peers) {
    return new ClusterSettings(name, address, bus, NOT_MAPPED, peers, "", Duration.ofSeconds(2));
  }

  private static String address(ClusterEngine engine) {
    return engine.membership().addresses().get(engine.membership().self());
  }

  private static Place place(String address) {
    String[] hostAndPort = address.split(":", -1);
    return new Place(hostAndPort[0], Integer.parseInt(hostAndPort[1]));
  }

  /** Free when asked for: members that name each other have to know before. */
  private static List<String> freeAddresses(int count) throws Exception {
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<String> addresses =
        held.stream().map(socket -> "127.0.0.1:" + socket.getLocalPort()).toList();
    for (ServerSocket socket : held) {
      socket.close();
    }
    return addresses;
  }

  private static Set<String> ids(ClusterEngine... engines) {
    return Stream.of(engines).map(engine -> engine.membership().self()).collect(Collectors.toSet());
  }

  private static void awaitThatEachSees(ClusterEngine... engines) throws Exception {
    Set<String> all = ids(engines);
    for (ClusterEngine engine : engines) {
      Eventually.holds(
          "a member sees " + all, PATIENCE, () -> engine.membership().members().equals(all));
    }
  }

  private static void awaitHeard(BlockingQueue<Set<String>> heard, Set<String> wanted)
      throws Exception {
    Eventually.holds(
        "heard of " + wanted, PATIENCE, () -> wanted.equals(heard.poll(1, TimeUnit.SECONDS)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
