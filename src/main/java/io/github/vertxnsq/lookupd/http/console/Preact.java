package io.github.vertxnsq.lookupd.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;

/** The library that the page is made with, from its webjar. */
final class Preact {
  private static final String WEBJAR = "META-INF/resources/webjars/preact/";

  /** Not the {@code .min.module.js}, which is no module. */
  private static final String CORE = "dist/preact.module.js";

  private static final String HOOKS = "hooks/dist/hooks.module.js";

  private Preact() {}

  /**
   * Its modules under the names by which they are imported. One imports the other by a bare name,
   * which browsers do not resolve by themselves; and they name source maps that are not served.
   */
  static Map<String, byte[]> read(ClassLoader loader) throws IOException {
    String folder = WEBJAR + version() + "/";
    return Map.of(
        "preact.js", altered(loader, folder + CORE), "hooks.js", altered(loader, folder + HOOKS));
  }

  private static byte[] altered(ClassLoader loader, String path) throws IOException {
    try (InputStream module = loader.getResourceAsStream(path)) {
      if (module == null) {
        throw new FileNotFoundException(path + " is not on the class path");
      }
      return new String(module.readAllBytes(), UTF_8)
          .replace("from\"preact\"", "from\"./preact.js\"")
          .replaceFirst("(?m)^//# sourceMappingURL=.*$", "")
          .strip()
          .getBytes(UTF_8);
    }
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = Preact.class.getResourceAsStream("preact.properties")) {
      properties.load(file);
    }
    return properties.getProperty("version");
  }
}
