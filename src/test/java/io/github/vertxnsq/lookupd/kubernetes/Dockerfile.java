package io.github.vertxnsq.lookupd.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code k8s/Dockerfile} says of the image. */
final class Dockerfile {
  private static final Path FILE = Path.of("k8s", "Dockerfile");
  private static final Pattern COPY =
      Pattern.compile("(?m)^COPY --from=build /build/target/image/(\\S+) (/\\S*)$");
  private static final Pattern PLACE =
      Pattern.compile("(?m)^RUN ln -s /build/target/image/program (/\\S+)$");

  private final String text;

  private Dockerfile(String text) {
    this.text = text;
  }

  static Dockerfile read() throws IOException {
    return new Dockerfile(Files.readString(FILE));
  }

  /** The command that makes the folder. */
  String build() {
    return last("RUN");
  }

  /** What a container runs before its command, which is nothing. */
  List<String> entrypoint() {
    return list("ENTRYPOINT");
  }

  /** What a container runs unless it is told what. */
  List<String> command() {
    return list("CMD");
  }

  private List<String> list(String instruction) {
    try {
      return new ObjectMapper().readValue(last(instruction), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new AssertionError(instruction + " is no list", e);
    }
  }

  /** What of the folder that the build has assembled is where in the image, by layers. */
  List<Layer> layers() {
    return COPY.matcher(text)
        .results()
        .map(found -> new Layer(Path.of(found.group(1)), Path.of(found.group(2))))
        .toList();
  }

  /**
   * One COPY.
   *
   * @param from within target/image
   * @param to in the image
   */
  record Layer(Path from, Path to) {}

  /** Where the program is, and where it was when its archive of classes was made. */
  Path place() {
    Matcher link = PLACE.matcher(text);
    if (!link.find()) {
      throw new AssertionError("no RUN ln -s in " + FILE);
    }
    return Path.of(link.group(1));
  }

  /** Where the command runs. */
  String workdir() {
    return last("WORKDIR");
  }

  /** By number: of names Kubernetes cannot tell that they are not root. */
  String user() {
    return last("USER");
  }

  Set<Integer> ports() {
    return Stream.of(last("EXPOSE").split(" ", -1))
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  /** What follows this word where it is used last, which is in the last stage. */
  private String last(String instruction) {
    Matcher lines = Pattern.compile("(?m)^" + instruction + " (.*)$").matcher(text);
    String last = null;
    while (lines.find()) {
      last = lines.group(1);
    }
    if (last == null) {
      throw new AssertionError("no " + instruction + " in " + FILE);
    }
    return last;
  }
}
