package io.github.vertxnsq.lookupd.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the files of the page come from. */
final class AssetsTest {
  private static final ClassLoader LOADER = AssetsTest.class.getClassLoader();

  @TempDir private Path dir;

  @Test
  void allOfTheFolderAreServed() throws Exception {
    Set<String> expected = new HashSet<>(Set.of("preact.js", "hooks.js"));
    try (Stream<Path> sources = Files.list(Path.of("src/main/resources/console"))) {
      sources.map(file -> file.getFileName().toString()).forEach(expected::add);
    }
    expected.remove("index.html");

    Bundle bundle = Assets.ofTheProgram().load();

    String folder = "assets/" + bundle.hash() + "/";
    assertEquals(
        expected.stream().map(folder::concat).collect(Collectors.toSet()),
        bundle.assets().keySet());
  }

  @Test
  void thePageNamesAllModules() throws Exception {
    Bundle bundle = Assets.ofTheProgram().load();

    String index = bundle.index().plain().toString(UTF_8);
    List<String> unnamed =
        bundle.assets().keySet().stream()
            .filter(path -> path.endsWith(".js"))
            .filter(path -> !index.contains("<link rel=\"modulepreload\" href=\"" + path + "\">"))
            .toList();
    assertEquals(List.of(), unnamed);
    assertFalse(index.contains("{{"), index);
  }

  @Test
  void allOfTheFolderInAJarAreFoundAndTheJarIsClosed() throws Exception {
    Path jar = dir.resolve("some.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String name :
          new String[] {"page/", "page/index.html", "page/app.js", "pages/no", "no.html"}) {
        entries.putNextEntry(new JarEntry(name));
        entries.write(name.getBytes(UTF_8));
      }
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      SortedMap<String, byte[]> files = ResourceFolder.read(loader, "page", "index.html");
      assertEquals(new TreeSet<>(Set.of("app.js", "index.html")), files.keySet());
      assertArrayEquals("page/app.js".getBytes(UTF_8), files.get("app.js"));
    }
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertFalse(open.anyMatch(fd -> leadsTo(fd, jar)));
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException gone) {
      return false;
    }
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    FileNotFoundException fault =
        assertThrows(
            FileNotFoundException.class, () -> ResourceFolder.read(LOADER, "none", "index.html"));
    assertTrue(fault.getMessage().contains("none/index.html"), fault.getMessage());
  }

  @Test
  void theLibraryIsMadeOfModulesThatABrowserFinds() throws Exception {
    Map<String, byte[]> library = Preact.read(LOADER);

    String core = new String(library.get("preact.js"), UTF_8);
    String hooks = new String(library.get("hooks.js"), UTF_8);
    assertTrue(core.contains(" as createElement,"), core);
    assertTrue(core.contains("export{"), core);
    assertTrue(hooks.startsWith("import{options as n}from\"./preact.js\";"), hooks);
    assertTrue(hooks.contains(" as useState"), hooks);
    assertFalse((core + hooks).contains("sourceMappingURL"));
  }

  @Test
  void whatCouldNotBeReadIsReadAgain() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    Assets assets =
        new Assets(
            () -> {
              if (broken.get()) {
                throw new IOException("no file descriptor left");
              }
              return ResourceFolder.read(LOADER, "console", Bundle.INDEX);
            });

    assertThrows(IOException.class, assets::load);
    broken.set(false);
    assertEquals(assets.load(), assets.loaded());
  }
}
