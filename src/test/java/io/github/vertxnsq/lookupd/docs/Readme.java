package io.github.vertxnsq.lookupd.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** README.md as its readers use it. */
public final class Readme {
  private static final Pattern SHELL = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final String text;

  private Readme(String text) {
    this.text = text;
  }

  public static Readme read() throws IOException {
    return new Readme(Files.readString(Path.of("README.md")));
  }

  /** From a heading of the second level to the next one. */
  public Readme section(String heading) {
    int from = text.indexOf("\n## " + heading + "\n");
    if (from < 0) {
      throw new AssertionError("README.md has no section " + heading);
    }
    int to = text.indexOf("\n## ", from + 1);
    return new Readme(text.substring(from, to < 0 ? text.length() : to));
  }

  /** What is to be pasted into a shell, block by block. */
  public List<String> shell() {
    return blocks(SHELL);
  }

  /** What is to be pasted into a file, block by block. */
  public List<String> yaml() {
    return blocks(YAML);
  }

  private List<String> blocks(Pattern pattern) {
    return pattern.matcher(text).results().map(block -> block.group(1)).toList();
  }

  /** All that the pattern's first group matches. */
  List<String> all(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
