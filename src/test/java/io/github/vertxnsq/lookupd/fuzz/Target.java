package io.github.vertxnsq.lookupd.fuzz;

import io.github.vertxnsq.lookupd.config.ConfigFileFuzz;
import io.github.vertxnsq.lookupd.http.ParamsFuzz;
import io.github.vertxnsq.lookupd.replication.WireFormatFuzz;
import io.github.vertxnsq.lookupd.wire.DecoderFuzz;
import io.github.vertxnsq.lookupd.wire.IdentifyBodyFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that is fuzzed.
 *
 * @param name of its folders
 * @param mainClass where Jazzer finds it
 * @param trial the same, for everyone else
 */
record Target(String name, Class<?> mainClass, Trial trial) {
  static final Target DECODER =
      new Target("decoder", DecoderFuzz.class, DecoderFuzz::fuzzerTestOneInput);
  static final Target IDENTIFY =
      new Target("identify", IdentifyBodyFuzz.class, IdentifyBodyFuzz::fuzzerTestOneInput);
  static final Target QUERY = new Target("query", ParamsFuzz.class, ParamsFuzz::fuzzerTestOneInput);
  static final Target CONFIG =
      new Target("config", ConfigFileFuzz.class, ConfigFileFuzz::fuzzerTestOneInput);
  static final Target REPLICATION =
      new Target("replication", WireFormatFuzz.class, WireFormatFuzz::fuzzerTestOneInput);

  static final List<Target> ALL = List.of(DECODER, IDENTIFY, QUERY, CONFIG, REPLICATION);

  /** Throws for what is not read as it should be. */
  interface Trial {
    void of(byte[] input) throws Exception;
  }

  /** Where the inputs lie with which fuzzing begins, in the project. */
  Path seeds() {
    return Path.of("src", "test", "resources", "fuzz", name);
  }

  List<Path> seedFiles() throws IOException {
    try (Stream<Path> files = Files.list(seeds())) {
      return files.sorted().toList();
    }
  }

  /** Where what is found is written, in the project. */
  Path findings() {
    return Path.of("target", "fuzz", name);
  }
}
