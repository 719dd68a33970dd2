package io.github.vertxnsq.lookupd.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What curl got.
 *
 * @param exit its exit code: 0 when there was an answer, whatever its status
 * @param status 0 when there was none
 */
public record Curl(int exit, int status, String body) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Asks, with these arguments. */
  public static Curl run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sSg", "--noproxy", "*", "-m", "20"));
    Collections.addAll(command, "-w", "\\n%{http_code}");
    Collections.addAll(command, arguments);
    try (ChildProcess curl = ChildProcess.start(new ProcessBuilder(command))) {
      int exit = curl.awaitExit(PATIENCE);
      List<String> out = curl.stdout();
      int last = out.size() - 1;
      return new Curl(
          exit, Integer.parseInt(out.get(last)), String.join("\n", out.subList(0, last)));
    }
  }
}
