package io.github.vertxnsq.lookupd.remembering;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is taken over as it was written, or not at all. */
class DataFileTest {
  private static final int VERSION_AT = 8;
  private static final int FEWEST_LENGTHS = 1_000;

  @TempDir private Path folder;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("file");
    KnowingDaemon daemon = new KnowingDaemon();
    for (int i = 0; i < 12; i++) {
      daemon.connect(i + 1, "orders", "orders:billing", "topic-number-" + i);
    }
    daemon.run(new Command.Create(KnowingDaemon.name("forgotten")));
    daemon.run(new Command.Delete(KnowingDaemon.name("forgotten")));
    daemon.write(file);
    whole = Files.readAllBytes(file);
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    KnowingDaemon again = KnowingDaemon.reading(file, Duration.ZERO);

    assertEquals(12, again.listed("orders").size());
    assertTrue(again.knows("topic-number-11"));
  }

  @Test
  void isRefusedWhereverItIsCut() throws Exception {
    assertTrue(whole.length >= FEWEST_LENGTHS, () -> whole.length + " bytes");
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "cut to " + length);
    }
  }

  @Test
  void isRefusedWhicheverBitIsWrong() throws Exception {
    for (int at = 0; at < whole.length; at++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        assertRefused(damaged, "bit " + bit + " of byte " + at);
      }
    }
  }

  @Test
  void isRefusedWithMoreBehindIt() throws Exception {
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "a byte more");
  }

  @Test
  void isRefusedWhenItIsSomethingElse() throws Exception {
    assertEquals(
        "it is no file of nsqlookupd's", refusal("# a file of somebody's".getBytes(US_ASCII)));
  }

  @Test
  void isRefusedWhenItIsOfAnotherVersion() throws Exception {
    whole[VERSION_AT + 3] = 2;

    assertEquals("it is of version 2, and not of 1", refusal(whole));
  }

  @Test
  void isRefusedWhenAnotherDaemonWroteIt() {
    DataException told =
        assertThrows(DataException.class, () -> new DataReader(file, "lookupd-2", 1 << 20));

    assertEquals("it is of lookupd-1, and this is lookupd-2", told.getMessage());
  }

  @Test
  void isRefusedWhenItIsTooLarge() {
    DataException told =
        assertThrows(
            DataException.class, () -> new DataReader(file, KnowingDaemon.OWNER, whole.length - 1));

    assertEquals(
        "it has " + whole.length + " bytes, and may have " + (whole.length - 1), told.getMessage());
  }

  @Test
  void saysWhenThereIsNone() throws Exception {
    Files.delete(file);

    assertThrows(NoSuchFileException.class, () -> KnowingDaemon.reader(file));
  }

  private void assertRefused(byte[] bytes, String what) throws IOException {
    Files.write(file, bytes);
    assertThrows(DataException.class, this::readAll, what);
  }

  private String refusal(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    return assertThrows(DataException.class, this::readAll).getMessage();
  }

  private void readAll() throws IOException, DataException {
    try (DataReader reader = KnowingDaemon.reader(file)) {
      while (reader.next() != null) {
        // only its end says whether it is to be believed
      }
    }
  }
}
