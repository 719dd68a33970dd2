package io.github.vertxnsq.lookupd.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that cannot be read as TOML is refused in one line that says where. */
@ExtendWith(VertxExtension.class)
class BrokenFileTest {
  @TempDir private Path dir;
  private Path file;
  private Vertx vertx;

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    file = dir.resolve("nsqlookupd.toml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_connections = | 2, column 18",
        "max_connections | 2, column 16",
        "log_level = info | 2, column 16",
      })
  void saysWhereTheFileIsBroken(String line, String place) throws IOException {
    Files.writeString(file, "verbose = true\n" + line + "\n");

    String failure = failure();

    assertTrue(failure.startsWith("file " + file + ", line " + place + ": "), failure);
    assertTrue(failure.lines().count() == 1 && !failure.contains("[Source"), failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "# \u00e9~log_prefix = '\u00e9'~ | 1, column 3",
        "# e~log_prefix = '\u00e9 | 2, column 15", // and the file ends
      })
  void saysWhereTheFileIsNotUtf8(String latin1, String place) throws IOException {
    Files.write(file, latin1.replace('~', '\n').getBytes(ISO_8859_1));

    assertEquals("file " + file + ", line " + place + ": this is not UTF-8", failure());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1_500, 100_000})
  void namesTheSettingInPlaceOfWhichThereIsATable(int levels) throws IOException {
    Files.writeString(file, "ui" + ".a".repeat(levels) + " = true\n");

    assertEquals("file " + file + ", key ui: a table is not true or false", failure());
  }

  @Test
  void refusesWhatIsNoFileAtOnce() throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertEquals("file " + file + ": not a regular file", failure());
    file = Path.of("/dev/zero");
    assertEquals("file /dev/zero: not a regular file", failure());
    file = dir;
    assertEquals("file " + dir + ": Is a directory", failure());
  }

  @Test
  void refusesWhatIsTooLong() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(200L << 20);
    }
    assertEquals("file " + file + ": longer than 1048576 bytes", failure());
  }

  private String failure() {
    CompletionException thrown =
        assertThrows(
            CompletionException.class,
            () ->
                new ConfigLoader(
                        vertx,
                        Map.of(Settings.CONFIG, file.toString()),
                        Map.of(),
                        ConfigLoader.SCAN_PERIOD)
                    .load()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join());
    return assertInstanceOf(ConfigException.class, thrown.getCause()).getMessage();
  }
}
