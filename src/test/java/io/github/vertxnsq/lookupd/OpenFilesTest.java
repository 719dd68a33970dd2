package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenFilesTest {

  @ParameterizedTest(name = "of {0} open files {1} are for producers, {2} for consumers")
  @CsvSource({
    "20000, 16000, 3000",
    "1048576, 838860, 157286",
    "1024, 819, 153",
    "1, 1, 1",
    "9223372036854775807, 2147483647, 2147483647"
  })
  void bothPortsHaveTheirShare(long limit, int producers, int consumers) {
    assertEquals(producers, new OpenFiles(limit).producers());
    assertEquals(consumers, new OpenFiles(limit).consumers());
  }

  @Test
  void theLimitIsThatOfThisProcess() {
    assertTrue(OpenFiles.ofThisProcess().producers() > 100);
  }
}
