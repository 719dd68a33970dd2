package io.github.vertxnsq.lookupd;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version this is, and of what. */
final class Version {
  /** The nsqlookupd that this cannot be told from. */
  private static final String COMPATIBLE = "1.3.0";

  private static final Properties BUILD = read();

  private Version() {}

  /** What clients are told, who take it apart: the original's, and nothing more. */
  static String compatible() {
    return COMPATIBLE;
  }

  /** Ours, for who wants to know which build this is: the same with it behind. */
  static String semver() {
    return COMPATIBLE + "+vertx." + BUILD.getProperty("project");
  }

  /** What people are told, and scripts that take the original's second word. */
  static String line() {
    return "nsqlookupd v%s (built w/java%s) vertx-nsq %s, Vert.x %s"
        .formatted(
            COMPATIBLE,
            Runtime.version().feature(),
            BUILD.getProperty("project"),
            BUILD.getProperty("vertx"));
  }

  /** Shows which build this is to who watches many. */
  static void show(MeterRegistry meters) {
    Gauge.builder("nsqlookupd.build.info", () -> 1)
        .description("Which build this is")
        .tag("version", BUILD.getProperty("project"))
        .tag("nsqlookupd", COMPATIBLE)
        .tag("vertx", BUILD.getProperty("vertx"))
        .tag("java", Runtime.version().toString())
        .register(meters);
  }

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      properties.load(file);
    } catch (IOException brokenJar) {
      throw new UncheckedIOException(brokenJar);
    }
    return properties;
  }
}
