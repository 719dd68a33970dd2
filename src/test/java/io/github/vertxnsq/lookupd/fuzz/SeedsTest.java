package io.github.vertxnsq.lookupd.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What fuzzing begins with, and has ever found, is read as it should be. */
class SeedsTest {
  @TestFactory
  Stream<DynamicTest> everySeed() throws IOException {
    Stream<DynamicTest> all = Stream.of();
    for (Target target : Target.ALL) {
      all = Stream.concat(all, target.seedFiles().stream().map(seed -> test(target, seed)));
    }
    return all;
  }

  private static DynamicTest test(Target target, Path seed) {
    return DynamicTest.dynamicTest(
        target.name() + " " + seed.getFileName(),
        () -> target.trial().of(Files.readAllBytes(seed)));
  }
}
