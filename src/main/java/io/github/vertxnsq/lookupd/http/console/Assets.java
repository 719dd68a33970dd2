package io.github.vertxnsq.lookupd.http.console;

import java.io.IOException;
import java.util.SortedMap;

/** The files of the page, read when they are first asked for. Any thread may use it. */
final class Assets {
  private static final String FOLDER = "console";

  /** Where they are read from. */
  interface Source {
    /** Contents by name. */
    SortedMap<String, byte[]> read() throws IOException;
  }

  private final Source source;
  private volatile Bundle loaded;

  Assets(Source source) {
    this.source = source;
  }

  /** Those that came with the program, its libraries among them. */
  static Assets ofTheProgram() {
    return new Assets(
        () -> {
          ClassLoader loader = Assets.class.getClassLoader();
          SortedMap<String, byte[]> files = ResourceFolder.read(loader, FOLDER, Bundle.INDEX);
          files.putAll(Preact.read(loader));
          return files;
        });
  }

  /** Null until they are loaded. */
  Bundle loaded() {
    return loaded;
  }

  /** Loads them unless they are; not for an event loop. */
  synchronized Bundle load() throws IOException {
    if (loaded == null) {
      loaded = Bundle.of(source.read());
    }
    return loaded;
  }
}
