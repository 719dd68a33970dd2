package io.github.vertxnsq.lookupd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The benchmark, as a program: measures, prints a table, writes it as JSON. */
public final class Bench {
  private static final Path FOLDER = Path.of("target", "bench");
  private static final int WRONG = 1;
  private static final int UNUSABLE = 2;

  private Bench() {}

  /** Takes system properties; see {@link BenchOptions}. */
  public static void main(String[] args) throws Exception {
    BenchOptions options;
    try {
      options = BenchOptions.of(System::getProperty);
    } catch (BenchOptions.Unusable unusable) {
      System.err.println(unusable.getMessage());
      System.exit(UNUSABLE);
      return;
    }
    Report report = run(options, FOLDER);
    System.out.println(report.table());
    report.wrongs().forEach(wrong -> System.out.println("WRONG: " + wrong));
    System.exit(report.wrongs().isEmpty() ? 0 : WRONG);
  }

  /**
   * Measures.
   *
   * @param folder for the daemons' logs and the report; made if need be
   */
  static Report run(BenchOptions options, Path folder) throws Exception {
    Files.createDirectories(folder);
    Report report = new Report();
    for (Part part : options.parts()) {
      System.out.println("measuring " + part.text() + " …");
      part.measure(new Bed(options, report, folder));
      write(report, options, folder); // after each part: what is measured is not lost
    }
    return report;
  }

  private static void write(Report report, BenchOptions options, Path folder) throws IOException {
    Files.writeString(
        folder.resolve("report.json"), report.toJson(Circumstances.now(options)).encodePrettily());
  }
}
