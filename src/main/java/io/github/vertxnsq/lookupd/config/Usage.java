package io.github.vertxnsq.lookupd.config;

import java.util.Comparator;
import java.util.stream.Collectors;

/** What {@code -help} prints. */
public final class Usage {
  private Usage() {}

  /**
   * Describes every flag in the form of Go's flag package, in alphabetical order.
   *
   * @return several lines, the last one ended too
   */
  public static String text() {
    return Settings.all().stream()
        .sorted(Comparator.comparing(Setting::flag))
        .map(Usage::describe)
        .collect(
            Collectors.joining(
                "",
                "Usage of nsqlookupd:\n",
                """

                What is not given as a flag is taken from the environment (-tcp-address: %s),
                then from the config file (key: %s), then the default holds.
                """
                    .formatted(Settings.TCP_ADDRESS.variable(), Settings.TCP_ADDRESS.key())));
  }

  private static String describe(Setting<?> setting) {
    String value = setting.usageName().isEmpty() ? "" : " " + setting.usageName();
    return "  -"
        + setting.flag()
        + value
        + "\n    \t"
        + setting.description()
        + describeDefault(setting)
        + "\n";
  }

  private static String describeDefault(Setting<?> setting) {
    String text = setting.defaultText();
    if (text.isEmpty() || text.equals("false")) { // of Go's flags these two are not told
      return "";
    }
    return setting.usageName().equals("string")
        ? " (default \"" + text + "\")"
        : " (default " + text + ")";
  }
}
