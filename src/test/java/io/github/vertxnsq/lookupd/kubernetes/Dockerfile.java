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

  /** The command that a container runs, before its arguments. */
  List<String> entrypoint() {
    try {
      return new ObjectMapper().readValue(last("ENTRYPOINT"), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new AssertionError("ENTRYPOINT is no list", e);
    }
  }

  /** Where the command runs, and where the folder that the build has assembled is. */
  String workdir() {
    String workdir = last("WORKDIR");
    String copied = last("COPY");
    if (!copied.equals("--from=build /build/target/image " + workdir)) {
      throw new AssertionError("COPY " + copied + " is not to WORKDIR " + workdir);
    }
    return workdir;
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
