package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNameTest {
  @Test
  void isWhatTheKernelSays(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("hostname"), "lookupd-0\n");

    assertEquals("lookupd-0", HostName.of(file));
  }

  @Test
  void isSomethingEvenIfTheKernelDoesNotSay(@TempDir Path dir) throws IOException {
    assertFalse(HostName.of(dir.resolve("missing")).isEmpty());
    assertFalse(HostName.of(Files.writeString(dir.resolve("empty"), "\n")).isEmpty());
  }
}
