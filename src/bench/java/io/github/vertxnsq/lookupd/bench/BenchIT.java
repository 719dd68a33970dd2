package io.github.vertxnsq.lookupd.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.bench.load.HttpLoad;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The harness still measures what there is. At toy size: whether figures come, not which. */
@Timeout(300)
final class BenchIT {
  private static final Map<String, String> TOY =
      Map.of(
          "bench.scale", "0.001",
          "bench.rounds", "1",
          "bench.seconds", "0.1",
          "bench.hold", "1",
          "bench.jvm", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");

  @TempDir private Path folder;

  @Test
  void everyPartGivesItsFigures() throws Exception {
    Report report = run(Map.of("bench", "all"));

    assertEquals(
        EnumSet.allOf(Part.class).stream().map(Part::text).collect(Collectors.toSet()),
        report.rows().stream().map(Row::part).collect(Collectors.toSet()));
    report.rows().forEach(BenchIT::assertSane);
    assertEquals(
        report.rows().size(),
        new JsonObject(Files.readString(folder.resolve("report.json")))
            .getJsonArray("rows")
            .size());
  }

  @Test
  void javasOwnLoadServesAsWell() throws Exception {
    run(Map.of("bench", "nodes", "bench.load", HttpLoad.VERTX.text()))
        .rows()
        .forEach(BenchIT::assertSane);
  }

  private Report run(Map<String, String> more) throws Exception {
    BenchOptions options =
        BenchOptions.of(name -> more.getOrDefault(name, TOY.getOrDefault(name, "")));
    Report report = Bench.run(options, folder);
    assertEquals(List.of(), report.wrongs());
    return report;
  }

  private static void assertSane(Row row) {
    boolean isSane = row.unit().equals("1/s") ? row.value() > 0 : Double.isFinite(row.value());
    if (row.limit() != null) {
      isSane &= row.limit() > 0 && row.ratio() > 0;
    }
    if (row.latencies() != null) {
      Latencies of = row.latencies();
      isSane &= of.p50() > 0 && of.p50() <= of.p99() && of.p99() <= of.max();
    }
    assertTrue(isSane, row::toString);
  }
}
