package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.logging.LogLevel;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ConfigReloadTest {
  private static final Duration SCAN_PERIOD = Duration.ofMillis(20);

  @TempDir private Path dir;
  private Path file;
  private Vertx vertx;
  private ConfigLoader loader;
  private final Map<Setting<?>, String> flags = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final BlockingQueue<Options> changes = new LinkedBlockingQueue<>();
  private final LogCapture log = new LogCapture(ConfigLoader.class);

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    file = dir.resolve("nsqlookupd.toml");
    flags.put(Settings.CONFIG, file.toString());
  }

  @AfterEach
  void stop() throws Exception {
    log.close();
    close();
  }

  @Test
  void tellsWhatCanChangeWhileRunning() throws Exception {
    load("log_level = \"info\"\n");

    replace(
        """
        log_level = "debug"
        inactive_producer_timeout = "1m"
        tombstone_lifetime = 2000
        """);

    Options next = nextChange();
    assertEquals(LogLevel.DEBUG, next.get(Settings.LOG_LEVEL));
    assertEquals(Duration.ofMinutes(1), next.get(Settings.INACTIVE_PRODUCER_TIMEOUT));
    assertEquals(Duration.ofSeconds(2), next.get(Settings.TOMBSTONE_LIFETIME));
    assertEquals(
        "INFO file "
            + file
            + ": now in force: log_level, inactive_producer_timeout, tombstone_lifetime",
        log.next());
  }

  @Test
  void aKeyThatGoesFallsBackToItsDefault() throws Exception {
    load("tombstone_lifetime = \"1s\"\n");

    replace("");

    assertEquals(Duration.ofSeconds(45), nextChange().get(Settings.TOMBSTONE_LIFETIME));
  }

  @Test
  void namesOnceWhatNeedsARestart() throws Exception {
    load("max_connections = 1\n");

    replace("max_connections = 2\n");
    assertEquals(
        "WARN file " + file + ", key max_connections: the change needs a restart", log.next());

    replace("max_connections = 2\ntombstone_lifetime = \"1s\"\n");
    assertEquals("INFO file " + file + ": now in force: tombstone_lifetime", log.next());
    assertEquals(1, nextChange().get(LimitSettings.MAX_CONNECTIONS), "as it was at the start");
  }

  @Test
  void whatFlagsAndEnvironmentSayStays() throws Exception {
    flags.put(Settings.LOG_LEVEL, "warn");
    environment.put("NSQLOOKUPD_TOMBSTONE_LIFETIME", "9s");
    load("");

    replace(
        """
        log_level = "debug"
        tombstone_lifetime = "1s"
        inactive_producer_timeout = "1m"
        """);

    Options next = nextChange();
    assertEquals(LogLevel.WARN, next.get(Settings.LOG_LEVEL));
    assertEquals(Duration.ofSeconds(9), next.get(Settings.TOMBSTONE_LIFETIME));
    assertEquals("INFO file " + file + ": now in force: inactive_producer_timeout", log.next());
  }

  @Test
  void outlivesAFileThatIsInvalidBrokenOrGone() throws Exception {
    load("tombstone_lifetime = \"1s\"\n");

    replace("tombstone_lifetime = \"x\"\n");
    assertEquals(
        "ERROR file "
            + file
            + ", key tombstone_lifetime: \"x\" is not a duration of 0 or more, like 45s, 5m or"
            + " 1h30m; the settings in force stay",
        log.next());
    replace("tombstone_lifetime = [\n");
    String broken = log.next();
    assertTrue(broken.startsWith("ERROR file " + file + ", line "), broken);
    Files.delete(file);
    assertEquals(
        "ERROR file " + file + ": there is no such file; the settings in force stay", log.next());

    replace("tombstone_lifetime = \"2s\"\n");
    assertEquals("INFO file " + file + ": can be used again", log.next());
    assertEquals(Duration.ofSeconds(2), nextChange().get(Settings.TOMBSTONE_LIFETIME));
  }

  @Test
  void saysAgainWhenTheSameFileBreaksAgain() throws Exception {
    String sound = "tombstone_lifetime = \"1s\"\n";
    load(sound);
    for (int time = 0; time < 2; time++) {
      Files.delete(file);
      assertEquals(
          "ERROR file " + file + ": there is no such file; the settings in force stay", log.next());
      replace(sound);
      assertEquals("INFO file " + file + ": can be used again", log.next());
    }
    assertTrue(changes.isEmpty(), "nothing has changed");
  }

  @Test
  void aStrictFileStaysStrict() throws Exception {
    flags.put(Settings.STRICT_CONFIG, "true");
    load("");

    replace("tombstone_lifetime = \"1s\"\nfoo = 1\n");

    assertEquals(
        "ERROR file " + file + ", key foo: there is no such setting; the settings in force stay",
        log.next());
    assertTrue(changes.isEmpty());
  }

  @Test
  void warnsOfAnUnknownKeyOnlyOnce() throws Exception {
    load("foo = 1\n");
    assertEquals(
        "WARN file " + file + ", key foo: there is no such setting, it is ignored", log.next());

    replace("foo = 1\nbar = 1\n");

    assertEquals(
        "WARN file " + file + ", key bar: there is no such setting, it is ignored", log.next());
  }

  @Test
  void followsNothingOnceClosed() throws Exception {
    load("");
    close();

    replace("tombstone_lifetime = \"1s\"\n");

    assertNull(changes.poll(10 * SCAN_PERIOD.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void load(String content) throws Exception {
    replace(content);
    loader = new ConfigLoader(vertx, flags, environment, SCAN_PERIOD).onChange(changes::add);
    loader.load().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void close() throws Exception {
    loader.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** At once, as editors and Kubernetes do it: no scan sees half a file. */
  private void replace(String content) throws IOException {
    Path whole = Files.writeString(dir.resolve("whole"), content);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Options nextChange() throws InterruptedException {
    Options next = changes.poll(10, TimeUnit.SECONDS);
    assertNotNull(next, "no change was told");
    return next;
  }
}
