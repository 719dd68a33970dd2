package io.github.vertxnsq.lookupd.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.process.NotifyListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** systemd hears what there is to hear, and nothing that is not so. */
@ExtendWith(VertxExtension.class)
class SupervisorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void tellsASocketInTheFileSystem(@TempDir Path dir) throws Exception {
    try (NotifyListener systemd = NotifyListener.at(dir.resolve("notify"))) {
      tellsAll(systemd);
    }
  }

  @Test
  void tellsAnAbstractSocket() throws Exception {
    String name = "nsqlookupd-test-" + ProcessHandle.current().pid();
    try (NotifyListener systemd = NotifyListener.named(name)) {
      tellsAll(systemd);
    }
  }

  private static void tellsAll(NotifyListener systemd) throws Exception {
    Supervisor supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", systemd.name()));
    supervisor.starting();
    supervisor.ready("h\u00f6rt");
    supervisor.stopping();

    assertEquals("STATUS=starting", systemd.next());
    assertEquals("READY=1\nSTATUS=h\u00f6rt", systemd.next());
    assertEquals("STOPPING=1\nSTATUS=stopping", systemd.next());
  }

  @ParameterizedTest
  @CsvSource({
    "/none/here, there is no such socket",
    "@none-here, java.net.ConnectException: connect(..) failed with error(-111): Connection refused",
    "vsock:2:1234, there is no such socket",
  })
  void saysThatNobodyIsThere(String name, String reason) throws Exception {
    try (LogCapture log = new LogCapture(NotifySocket.class)) {
      Supervisor supervisor = Supervisor.of(Map.of("NOTIFY_SOCKET", name));
      supervisor.ready("lost");

      assertEquals(
          "WARN environment NOTIFY_SOCKET: " + name + " cannot be told anything: " + reason,
          log.next());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "30000000, , 30000",
    "30000000, self, 30000",
    "30000000, 1, 0", // that is another process's watchdog
    "'', , 0",
    ", , 0",
  })
  void findsOutAboutTheWatchdog(String micros, String pid, long expectedMillis) {
    assertEquals(expectedMillis, Supervisor.watchdogMillis(environment(micros, pid)));
  }

  private static Map<String, String> environment(String micros, String pid) {
    Map<String, String> environment = new HashMap<>();
    if (micros != null) {
      environment.put("WATCHDOG_USEC", micros);
    }
    if (pid != null) {
      environment.put(
          "WATCHDOG_PID", pid.equals("self") ? Long.toString(ProcessHandle.current().pid()) : pid);
    }
    return environment;
  }

  @Test
  void saysThatAWatchdogCannotBeRead() throws Exception {
    try (LogCapture log = new LogCapture(Supervisor.class)) {
      assertEquals(0, Supervisor.watchdogMillis(environment("30s", null)));
      assertEquals(
          "WARN environment WATCHDOG_USEC: \"30s\" is not a number of microseconds,"
              + " it is ignored",
          log.next());
    }
  }

  @Test
  void givesSignsOfLifeWhileThereAreAny(Vertx vertx) throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    Promise<Void> never = Promise.promise();

    new Supervisor(told::add, 20)
        .watch(
            vertx,
            () ->
                switch (asked.incrementAndGet()) {
                  case 1, 2 -> Future.succeededFuture();
                  case 3 -> Future.failedFuture("no answer");
                  default -> never.future();
                });

    Eventually.holds("asks again and again", PATIENCE, () -> asked.get() >= 6);
    assertEquals(List.of("WATCHDOG=1", "WATCHDOG=1"), told);
  }

  @Test
  void asksNobodyWithoutAWatchdog(Vertx vertx) throws Exception {
    AtomicInteger asked = new AtomicInteger();

    new Supervisor(message -> {}, 0)
        .watch(vertx, () -> Future.succeededFuture(asked.incrementAndGet()));

    assertFalse(Eventually.within(Duration.ofMillis(100), () -> asked.get() > 0));
  }
}
