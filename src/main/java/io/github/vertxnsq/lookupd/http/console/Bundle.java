package io.github.vertxnsq.lookupd.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * All files of the page. Immutable.
 *
 * @param index the page itself, which names the others
 * @param hash of all contents
 * @param assets the others, by their path below {@code /ui/}: {@code assets/<hash>/<file>}
 */
record Bundle(Asset index, String hash, Map<String, Asset> assets) {
  static final String INDEX = "index.html";

  /** In the index, what stands before the names of the others. */
  private static final String ASSETS = "{{assets}}";

  /** In the index, where all modules are named: who learns of one from another waits in between. */
  private static final String MODULES = "{{modules}}";

  private static final int HASH_BYTES = 16;

  /**
   * Makes one of these files.
   *
   * @param files contents by name, the index among them
   */
  static Bundle of(SortedMap<String, byte[]> files) {
    String hash = hash(files);
    String folder = "assets/" + hash;
    Map<String, Asset> assets = new HashMap<>();
    files.forEach(
        (name, content) -> {
          if (!name.equals(INDEX)) {
            assets.put(folder + "/" + name, Asset.of(name, content));
          }
        });
    String index =
        new String(files.get(INDEX), UTF_8)
            .replace(MODULES, modules(files.keySet()))
            .replace(ASSETS, folder);
    return new Bundle(Asset.of(INDEX, index.getBytes(UTF_8)), hash, Map.copyOf(assets));
  }

  private static String modules(Set<String> files) {
    return files.stream()
        .filter(name -> name.endsWith(".js"))
        .map(name -> "<link rel=\"modulepreload\" href=\"" + ASSETS + "/" + name + "\">")
        .collect(Collectors.joining("\n    "));
  }

  private static String hash(SortedMap<String, byte[]> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, content) -> {
            digest.update((name + "\n" + content.length + "\n").getBytes(UTF_8));
            digest.update(content);
          });
      return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible); // every Java has it
    }
  }
}
