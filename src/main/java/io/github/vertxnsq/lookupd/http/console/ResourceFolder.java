package io.github.vertxnsq.lookupd.http.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A flat folder on the class path, in a jar or not. */
final class ResourceFolder {
  private ResourceFolder() {}

  /**
   * Reads all its files.
   *
   * @param folder its path, without slashes at the ends
   * @param known one of its files, by which it is found
   * @return contents by name
   */
  static SortedMap<String, byte[]> read(ClassLoader loader, String folder, String known)
      throws IOException {
    URL url = loader.getResource(folder + "/" + known);
    if (url == null) {
      throw new FileNotFoundException(folder + "/" + known + " is not on the class path");
    }
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // else the jar is shared with others, and cannot be closed
    return connection instanceof JarURLConnection jar
        ? readJar(jar, folder + "/")
        : readDirectory(url);
  }

  private static SortedMap<String, byte[]> readJar(JarURLConnection connection, String prefix)
      throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
          try (InputStream content = jar.getInputStream(entry)) {
            files.put(entry.getName().substring(prefix.length()), content.readAllBytes());
          }
        }
      }
    }
    return files;
  }

  private static SortedMap<String, byte[]> readDirectory(URL known) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (Path file : filesBeside(known)) {
      files.put(file.getFileName().toString(), Files.readAllBytes(file));
    }
    return files;
  }

  private static List<Path> filesBeside(URL known) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(known.toURI()).getParent())) {
      return files.filter(Files::isRegularFile).toList();
    } catch (URISyntaxException impossible) {
      throw new IOException(impossible); // class loaders give valid ones
    }
  }
}
