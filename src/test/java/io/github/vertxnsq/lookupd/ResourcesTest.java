package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResourcesTest {
  private static final long MB = 1 << 20;

  @ParameterizedTest(
      name = "of {0} files and {1} MB {2} are for producers, {3} for consumers, {4} for handshakes")
  @CsvSource({
    "20000, 4096, 16000, 3000, 500",
    "1048576, 32768, 838860, 157286, 26214",
    "1048576, 128, 9830, 3276, 409",
    "20000, 128, 9830, 3000, 409",
    "1024, 64, 819, 153, 25",
    "1, 64, 1, 1, 1",
    "9223372036854775807, 1073741824, 2147483647, 2147483647, 2147483647"
  })
  void eachHasItsShare(long openFiles, long heap, int producers, int consumers, int handshakes) {
    Resources resources = new Resources(openFiles, heap * MB);
    assertEquals(producers, resources.producers(false));
    assertEquals(consumers, resources.consumers(false));
    assertEquals(handshakes, resources.handshakes());
  }

  @Test
  void whatIsOverTlsTakesTwiceAsMuchOfTheHeap() {
    Resources resources = new Resources(1 << 20, 128 * MB);
    assertEquals(4_915, resources.producers(true));
    assertEquals(1_638, resources.consumers(true));
  }

  @Test
  void theyAreThoseOfThisProcess() {
    Resources resources = Resources.ofThisProcess(true);
    assertTrue(resources.producers(false) > 100);
    assertEquals(Runtime.getRuntime().maxMemory(), resources.heapBytes());
  }
}
