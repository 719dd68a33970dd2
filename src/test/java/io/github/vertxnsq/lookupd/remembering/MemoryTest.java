package io.github.vertxnsq.lookupd.remembering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon with a folder for what it knows, as its clients and its operator see it. */
@Timeout(60)
class MemoryTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String FAILURES = "nsqlookupd_data_write_failures_total";
  private static final String AGE = "nsqlookupd_data_file_age_seconds";

  @TempDir private Path parent;

  private Options options() {
    return LocalLookupd.onLoopback().with(Settings.DATA_PATH, folder().toString());
  }

  private Path folder() {
    return parent.resolve("data");
  }

  private Path file() {
    return folder().resolve(DataFolder.FILE);
  }

  private static String lookup(LocalLookupd lookupd, String topic) throws Exception {
    return lookupd.http().get("/lookup?topic=" + topic).text();
  }

  private static ProducerConnection register(LocalLookupd lookupd) throws IOException {
    ProducerConnection nsqd = lookupd.connect();
    nsqd.identify(ProducerIdentity.numbered("nsqd", 1));
    return nsqd.must("REGISTER orders billing");
  }

  /** A daemon that has known one topic is stopped. */
  private void remember() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options())) {
      lookupd.http().post("/topic/create?topic=orders");
    }
    assertTrue(Files.exists(file()));
  }

  @Test
  void knowsAgainWhatItKnewWhenItWasStopped() throws Exception {
    String before;
    try (LocalLookupd lookupd = LocalLookupd.start(options());
        ProducerConnection nsqd = register(lookupd)) {
      nsqd.must("PING");
      lookupd.http().post("/channel/create?topic=made&channel=archive");
      before = withoutConnection(lookup(lookupd, "orders"));
      assertTrue(before.contains("nsqd-1"), before);
      lookupd.stop(); // while the nsqd is still connected
    }

    try (LocalLookupd lookupd = LocalLookupd.start(options())) {
      assertEquals(before, withoutConnection(lookup(lookupd, "orders")));
      assertEquals(
          "{\"channels\":[\"archive\"]}", lookupd.http().get("/channels?topic=made").text());
      try (ProducerConnection back = register(lookupd)) {
        back.must("PING");
        assertEquals(before, withoutConnection(lookup(lookupd, "orders")));
      }
    }
  }

  /** What it gave up since it was back does not come back when it leaves. */
  @Test
  void whoWasBackAndLeavesIsListedNoMore() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options());
        ProducerConnection nsqd = register(lookupd)) {
      nsqd.must("REGISTER moment#ephemeral").must("PING");
      lookupd.stop();
    }

    try (LocalLookupd lookupd = LocalLookupd.start(options())) {
      assertTrue(lookup(lookupd, "moment%23ephemeral").contains("nsqd-1"));
      try (ProducerConnection back = register(lookupd)) {
        back.must("PING");
        Eventually.holds(
            "only what it still has",
            SOON,
            () ->
                lookupd.http().metric("nsqlookupd_registrations") == 2
                    && lookup(lookupd, "moment%23ephemeral").contains("TOPIC_NOT_FOUND"));
      }
      Eventually.holds(
          "nobody", SOON, () -> lookupd.http().get("/nodes").text().equals("{\"producers\":[]}"));
      assertTrue(lookup(lookupd, "orders").contains("\"producers\":[]"));
      assertEquals("{\"topics\":[\"orders\"]}", lookupd.http().get("/topics").text());
    }
  }

  /** Nobody writes to them, and who opened them would wait for ever. */
  @Test
  void startsThoughPipesAreInThePlaceOfItsFiles() throws Exception {
    Files.createDirectories(folder());
    for (String name : new String[] {DataFolder.FILE, DataFolder.NEXT, DataFolder.LOCK}) {
      assertEquals(
          0, new ProcessBuilder("mkfifo", folder().resolve(name).toString()).start().waitFor());
    }
    try (LocalLookupd lookupd = LocalLookupd.start(options())) {
      lookupd.http().post("/topic/create?topic=orders");
      Eventually.holds("a failure", SOON, () -> lookupd.http().metric(FAILURES) > 0);
      Files.delete(folder().resolve(DataFolder.LOCK));
      Eventually.holds("written", SOON, () -> Files.isRegularFile(file()));
    }
    assertTrue(Files.exists(folder().resolve(DataFolder.REFUSED)));
  }

  private static String withoutConnection(String answer) {
    return answer.replaceAll("127\\.0\\.0\\.1:\\d+", "ADDRESS");
  }

  @Test
  void hasWrittenWhatChangedASecondAgo() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start(options())) {
      Eventually.holds("written", SOON, () -> Files.exists(file()));
      byte[] before = Files.readAllBytes(file());
      lookupd.http().post("/topic/create?topic=orders");

      Duration second = Duration.ofSeconds(5); // of which the machine may need some
      Eventually.holds("written", second, () -> !Arrays.equals(before, Files.readAllBytes(file())));
    }
  }

  @Test
  void writesNothingWhileNothingChangesAndAgesWhenTheyHaveChanged() throws Exception {
    Options impatient = options().with(Settings.INACTIVE_PRODUCER_TIMEOUT, "4s");
    try (LocalLookupd lookupd = LocalLookupd.start(impatient);
        ProducerConnection nsqd = register(lookupd)) {
      nsqd.must("PING");
      Eventually.holds("at rest", SOON, () -> lookupd.http().metric(AGE) > 1.5);

      nsqd.must("PING");
      Eventually.holds("written", SOON, () -> lookupd.http().metric(AGE) < 1);
    }
  }

  @Test
  void goesOnWhereItCannotWrite() throws Exception {
    // So that there can be no file.
    Path inTheWay = Files.createDirectories(folder().resolve(DataFolder.NEXT).resolve("full"));
    try (LocalLookupd lookupd = LocalLookupd.start(options())) {
      Eventually.holds("counted", SOON, () -> lookupd.http().metric(FAILURES) > 1);
      lookupd.http().post("/topic/create?topic=orders");
      assertEquals(200, lookupd.http().get("/lookup?topic=orders").status());

      Files.delete(inTheWay);
      Eventually.holds("written", SOON, () -> Files.exists(file()));
    }
  }

  @Test
  void startsWithoutAFileThatIsCutAndPutsItAside() throws Exception {
    remember();
    byte[] cut = Arrays.copyOf(Files.readAllBytes(file()), 30);
    Files.write(file(), cut);

    try (LocalLookupd lookupd = LocalLookupd.start(options())) {
      assertEquals(404, lookupd.http().get("/lookup?topic=orders").status());
    }
    assertEquals(
        Arrays.toString(cut),
        Arrays.toString(Files.readAllBytes(folder().resolve(DataFolder.REFUSED))));
  }

  @Test
  void startsWithoutTheFileOfAnotherDaemonAndPutsItAside() throws Exception {
    remember();

    Options other = options().with(Settings.BROADCAST_ADDRESS, "127.0.0.2");
    try (LocalLookupd lookupd = LocalLookupd.start(other)) {
      assertEquals(404, lookupd.http().get("/lookup?topic=orders").status());
    }
    assertTrue(Files.exists(folder().resolve(DataFolder.REFUSED)));
  }

  @Test
  void takesOverNamesOfOthersBesideWhatItRemembers() throws Exception {
    remember();

    try (LocalLookupd old = LocalLookupd.start()) {
      old.http().post("/topic/create?topic=seeded");
      Options seeded = options().with(Settings.SEED_FROM, "http://127.0.0.1:" + old.httpPort());
      try (LocalLookupd lookupd = LocalLookupd.start(seeded)) {
        assertEquals("{\"topics\":[\"orders\",\"seeded\"]}", lookupd.http().get("/topics").text());
      }
    }
  }

  @Test
  void refusesAFolderThatAnotherDaemonUsesUntilThatOneEnds() throws Exception {
    try (LocalLookupd first = LocalLookupd.start(options())) {
      assertEquals("data-path: another daemon uses the folder " + folder(), refusal(options()));
      assertEquals(200, first.http().get("/ping").status());
    }
    remember();
  }

  @Test
  void refusesAFolderThatCannotBeMade() throws Exception {
    Path nowhere = parent.resolve("no").resolve("where");
    assertEquals(
        "data-path: there is no folder " + nowhere + ", nor one to make it in",
        refusal(options().with(Settings.DATA_PATH, nowhere.toString())));

    Path taken = Files.writeString(parent.resolve("taken"), "");
    assertEquals(
        "data-path: " + taken + " is not a folder",
        refusal(options().with(Settings.DATA_PATH, taken.toString())));
  }

  private static String refusal(Options options) {
    Exception told =
        assertThrows(
            Exception.class,
            () -> {
              try (LocalLookupd started = LocalLookupd.start(options)) {
                assertFalse(started.httpPort() > 0, "it started");
              }
            });
    return told.getMessage();
  }
}
