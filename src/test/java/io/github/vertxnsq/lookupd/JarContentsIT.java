package io.github.vertxnsq.lookupd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose work is in the jar, and what is said of it, in the jar and beside it. */
final class JarContentsIT {
  private static final Path JAR = Path.of(System.getProperty("nsqlookupd.jar"));
  private static final Path SBOM = JAR.resolveSibling("nsqlookupd-sbom.json");
  private static final String OURS = "io/github/vertxnsq/";
  private static final Pattern CODE =
      Pattern.compile(".*\\.(class|so)|META-INF/resources/webjars/.*\\.m?js");

  /** Each component is there with something, and whatever is there is of a component. */
  @Test
  void theSbomNamesWhatTheJarHoldsAndNothingElse() throws Exception {
    Set<String> held = code(JAR);
    held.removeIf(name -> name.startsWith(OURS));
    Map<String, Path> libraries = classPathByHash();
    for (JsonNode component : components()) {
      Path library = libraries.get(sha256(component));
      assertTrue(library != null, () -> "no such library: " + component.path("purl"));
      assertTrue(held.removeAll(code(library)), () -> "not in the jar: " + component.path("purl"));
    }
    assertEquals(Set.of(), held, "of nobody");
  }

  @Test
  void theJarListsTheSameLibrariesAndTheirLicences() throws Exception {
    Set<String> named =
        text("META-INF/licenses/THIRD-PARTY.txt")
            .lines()
            .filter(line -> line.contains(" - http"))
            .map(line -> line.replaceFirst(".*\\(([^ ]+) - .*", "$1"))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> components = new TreeSet<>();
    for (JsonNode component : components()) {
      components.add(
          Stream.of("group", "name", "version")
              .map(field -> component.path(field).asText())
              .collect(Collectors.joining(":")));
    }
    assertEquals(components, named);
  }

  @Test
  void theJarHasTheLicencesItselfAndTheNotices() throws Exception {
    assertEquals(Files.readString(Path.of("LICENSE")), text("META-INF/LICENSE"));
    assertTrue(text("META-INF/licenses/MIT-slf4j.txt").contains("QOS.ch"));
    assertTrue(text("META-INF/licenses/EPL-2.0-logback.txt").contains("v 2.0"));
    String notices = text("META-INF/NOTICE");
    for (String of : new String[] {"Jackson", "com.hazelcast", "Micrometer"}) {
      assertTrue(notices.contains(of), of);
    }
  }

  @Test
  void ofTheWebjarsItHasWhatBrowsersAreGivenAndTheLicence() throws Exception {
    String preact = "META-INF/resources/webjars/preact/10.24.3/";
    assertEquals(
        Set.of(
            preact + "LICENSE",
            preact + "dist/preact.module.js",
            preact + "hooks/dist/hooks.module.js"),
        files(JAR, name -> name.startsWith("META-INF/resources/webjars/")));
    assertTrue(text(preact + "LICENSE").contains("Jason Miller"));
  }

  private static JsonNode components() throws IOException {
    assertTrue(Files.exists(SBOM), "no SBOM: Maven makes none when it is offline");
    JsonNode components = new ObjectMapper().readTree(SBOM.toFile()).path("components");
    assertTrue(components.size() > 40, "is that all?");
    return components;
  }

  private static String sha256(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.path("alg").asText().equals("SHA-256")) {
        return hash.path("content").asText();
      }
    }
    throw new AssertionError("no SHA-256 of " + component.path("purl"));
  }

  /** The libraries that the tests run with; those of the jar are among them. */
  private static Map<String, Path> classPathByHash() throws Exception {
    Map<String, Path> libraries = new HashMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path library = Path.of(entry);
      if (entry.endsWith(".jar") && Files.exists(library)) {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(library));
        libraries.put(HexFormat.of().formatHex(hash), library);
      }
    }
    return libraries;
  }

  /** The classes, native libraries and scripts in a jar. */
  private static Set<String> code(Path jar) throws IOException {
    return files(jar, name -> CODE.matcher(name).matches());
  }

  private static Set<String> files(Path jar, Predicate<String> wanted) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> !entry.isDirectory())
          .map(entry -> entry.getName())
          .filter(wanted)
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static String text(String name) throws IOException {
    try (JarFile file = new JarFile(JAR.toFile())) {
      return new String(file.getInputStream(file.getEntry(name)).readAllBytes(), UTF_8);
    }
  }
}
