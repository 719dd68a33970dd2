package io.github.vertxnsq.lookupd.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All figures of a run, and what went wrong. */
final class Report {
  private static final List<String> HEADINGS =
      List.of(
          "part",
          "what",
          "value",
          "unit",
          "p50 ms",
          "p99 ms",
          "p99.9 ms",
          "max ms",
          "limit",
          "ratio",
          "target",
          "reached");
  private static final double MICROS_PER_MILLI = 1e3;

  private final List<Row> rows = new ArrayList<>();
  private final List<String> wrongs = new ArrayList<>();

  void add(Row row) {
    rows.add(row);
  }

  /** What is measured must also be right; this is a reason to fail. */
  void check(boolean isRight, String whatIsWrong) {
    if (!isRight) {
      wrongs.add(whatIsWrong);
    }
  }

  /** The figures so far. */
  List<Row> rows() {
    return List.copyOf(rows);
  }

  /** What went wrong so far. */
  List<String> wrongs() {
    return List.copyOf(wrongs);
  }

  /**
   * Everything, for programs.
   *
   * @param circumstances under which the figures were taken
   */
  JsonObject toJson(JsonObject circumstances) {
    return new JsonObject()
        .put("circumstances", circumstances)
        .put("rows", new JsonArray(rows.stream().map(Row::toJson).toList()))
        .put("wrong", new JsonArray(wrongs));
  }

  /** The figures for people: a table in Markdown. */
  String table() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADINGS);
    rows.forEach(row -> lines.add(cells(row)));
    int[] widths =
        IntStream.range(0, HEADINGS.size())
            .map(
                column ->
                    lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    List<String> text = new ArrayList<>();
    lines.forEach(line -> text.add(joined(column -> padded(line.get(column), widths[column]))));
    text.add(1, joined(column -> "-".repeat(widths[column])));
    return String.join("\n", text);
  }

  private static String joined(Function<Integer, String> cell) {
    return IntStream.range(0, HEADINGS.size())
        .mapToObj(cell::apply)
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static List<String> cells(Row row) {
    return List.of(
        row.part(),
        row.what(),
        Figures.text(row.value()),
        row.unit(),
        millis(row, Latencies::p50),
        millis(row, Latencies::p99),
        millis(row, Latencies::p999),
        millis(row, Latencies::max),
        row.limit() == null ? "" : Figures.text(row.limit()),
        row.ratio() == null ? "" : Figures.text(row.ratio()),
        row.target() == null ? "" : row.target().toString(),
        row.isReached() == null ? "" : row.isReached() ? "yes" : "NO");
  }

  private static String millis(Row row, Function<Latencies, Double> micros) {
    return row.latencies() == null
        ? ""
        : Figures.text(micros.apply(row.latencies()) / MICROS_PER_MILLI);
  }
}
