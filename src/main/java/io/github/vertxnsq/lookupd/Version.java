package io.github.vertxnsq.lookupd;

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

  /**
   * What clients are told: a semantic version that compares equal to the original's, with ours as
   * its build.
   */
  static String semver() {
    return COMPATIBLE + "+vertx." + BUILD.getProperty("project");
  }

  /** What people are told. */
  static String line() {
    return "nsqlookupd v%s-compatible %s (Vert.x %s, Java %s)"
        .formatted(
            COMPATIBLE,
            BUILD.getProperty("project"),
            BUILD.getProperty("vertx"),
            Runtime.version().feature());
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
