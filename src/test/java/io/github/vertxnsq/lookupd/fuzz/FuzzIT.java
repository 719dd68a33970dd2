package io.github.vertxnsq.lookupd.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.InstalledJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;

/**
 * Jazzer looks for inputs that are not read as they should be: so many a target, which is as good
 * on a busy machine, or for as many seconds as the system property {@code fuzz.seconds} says. An
 * input that it finds becomes a seed, and so a test.
 */
@EnabledOnOs(architectures = "amd64", disabledReason = "Jazzer has no other library for Linux")
class FuzzIT {
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);
  private static final int RUNS = 2_000;

  /** To start, and to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(SECONDS + 300L);

  /** The largest seeds are half as long. */
  private static final int MAX_BYTES = 2048;

  // "Done 35046 runs in 5 second(s)", and before it "#2 INITED cov: 12 ft: 20 corp: 2/31b …"
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in \\d+ second");
  private static final Pattern REACHED = Pattern.compile("INITED cov: (\\d+) ");

  @Test
  void theDecoder() throws Exception {
    fuzz(Target.DECODER);
  }

  @Test
  void theBodyOfIdentify() throws Exception {
    fuzz(Target.IDENTIFY);
  }

  @Test
  void theQuery() throws Exception {
    fuzz(Target.QUERY);
  }

  @Test
  void theConfigFile() throws Exception {
    fuzz(Target.CONFIG);
  }

  @Test
  void theMessagesOfMembers() throws Exception {
    fuzz(Target.REPLICATION);
  }

  private static void fuzz(Target target) throws Exception {
    try (ChildProcess jazzer = ChildProcess.start(jazzer(target))) {
      int code = jazzer.awaitExit(PATIENCE);
      String log = String.join("\n", jazzer.stderr());
      assertEquals(0, code, () -> finding(target, log));
      assertTrue(number(DONE, log) > target.seedFiles().size(), "it has only read seeds");
      assertTrue(number(REACHED, log) > 0, "it saw nothing of the code");
    }
  }

  private static String finding(Target target, String log) {
    return "%s%nThe input is in %s; it belongs into %s%n"
        .formatted(
            log.substring(Math.max(0, log.indexOf("== Java "))), target.findings(), target.seeds());
  }

  private static ProcessBuilder jazzer(Target target) throws IOException {
    Path corpus = Files.createDirectories(target.findings().resolve("corpus"));
    return new ProcessBuilder(
        List.of(
            InstalledJava.current().toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1", // most of its time is that of starting
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.mainClass().getName(),
            "--instrumentation_includes=io.github.vertxnsq.**:com.fasterxml.jackson.**",
            "--reproducer_path=" + target.findings(),
            "-artifact_prefix=" + target.findings() + "/",
            SECONDS > 0 ? "-max_total_time=" + SECONDS : "-runs=" + RUNS,
            "-max_len=" + MAX_BYTES,
            corpus.toString(),
            target.seeds().toString()));
  }

  private static long number(Pattern pattern, String log) {
    Matcher matcher = pattern.matcher(log);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in\n" + log);
    }
    return Long.parseLong(matcher.group(1));
  }
}
