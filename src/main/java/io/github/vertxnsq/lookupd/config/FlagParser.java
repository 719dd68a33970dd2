package io.github.vertxnsq.lookupd.config;

import io.github.vertxnsq.lookupd.logging.OneLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One pass over one command line, by the rules that {@link CommandLine} states. */
final class FlagParser {
  private static final Map<String, Setting<?>> SETTINGS =
      Settings.all().stream().collect(Collectors.toMap(Setting::flag, Function.identity()));

  private static final String PROGRAM = "nsqlookupd";

  private final Deque<String> rest;
  private final Map<Setting<?>, String> flags = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /** The argument that was taken last; empty before the first. */
  private String last = "";

  /** Whether the last flag was given "=" as a value, which stands between two blanks. */
  private boolean isEqualSign;

  FlagParser(List<String> arguments) {
    rest = new ArrayDeque<>(arguments);
  }

  CommandLine parse() {
    passProgramsName();
    while (!rest.isEmpty() && (isFlag(rest.peek()) || rest.peek().isEmpty())) {
      last = rest.pop();
      if (last.isEmpty()) {
        warnings.add("argument \"\": it is empty, and ignored");
        continue;
      }
      if (last.equals("--")) {
        break;
      }
      Optional<CommandLine> stop = take(last);
      if (stop.isPresent()) {
        return stop.get();
      }
    }
    if (!rest.isEmpty()) {
      return refuse("unexpected argument: \"" + rest.peek() + "\"" + hint());
    }
    if (isSet(Settings.VERSION)) {
      return new CommandLine.Version();
    }
    Optional<Healthcheck> healthcheck =
        Optional.ofNullable(flags.get(Settings.HEALTHCHECK))
            .flatMap(Settings.HEALTHCHECK::read)
            .filter(Healthcheck::isWanted);
    if (healthcheck.isPresent()) {
      return new CommandLine.AskHealth(healthcheck.get(), flags);
    }
    String newToken = flags.getOrDefault(AuthSettings.AUTH_NEW_TOKEN, "");
    return newToken.isEmpty()
        ? new CommandLine.Run(flags, warnings)
        : new CommandLine.NewToken(newToken);
  }

  /** Where an image has an entry point, what its command was for another image comes behind it. */
  private void passProgramsName() {
    String first = rest.isEmpty() ? "" : rest.peek();
    if (first.substring(first.lastIndexOf('/') + 1).equals(PROGRAM)) {
      rest.pop();
      warnings.add("argument \"" + OneLine.of(first) + "\": the program's own name is ignored");
    }
  }

  /** What may have been meant by an argument that is no flag. */
  private String hint() {
    if (last.endsWith("=")) {
      return "; is there a blank behind \"" + last + "\"?";
    }
    if (isEqualSign || rest.element().startsWith("=")) {
      return "; is there a blank beside the \"=\" of " + last + "?";
    }
    return last.endsWith("-" + Settings.HEALTHCHECK.flag()) ? "; write " + last + "=URL" : "";
  }

  private static boolean isFlag(String argument) {
    return argument.length() > 1 && argument.startsWith("-");
  }

  /** Takes one flag and, if it needs one, its value; returns what ends the pass, if it does. */
  private Optional<CommandLine> take(String argument) {
    String flag = argument.substring(argument.startsWith("--") ? 2 : 1);
    if (flag.startsWith("-") || flag.startsWith("=")) {
      return Optional.of(refuse("bad flag syntax: " + argument));
    }
    int equals = flag.indexOf('=');
    String name = equals < 0 ? flag : flag.substring(0, equals);
    Setting<?> setting = SETTINGS.get(name);
    if (setting == Settings.HELP || name.equals("h")) {
      return Optional.of(new CommandLine.Help());
    }
    if (setting == null) {
      return Optional.of(refuse("flag provided but not defined: -" + name));
    }
    String value = equals >= 0 ? flag.substring(equals + 1) : next(setting);
    if (value == null) {
      return Optional.of(refuse("flag needs an argument: -" + name));
    }
    if (!setting.isUnset(value) && setting.read(value).isEmpty()) {
      String hint =
          equals < 0 && value.startsWith("=") ? "; there is a blank before the \"=\"" : "";
      return Optional.of(refuse("flag -" + name + ": " + setting.refusal(value) + hint));
    }
    isEqualSign = value.equals("=");
    flags.put(setting, value);
    return Optional.empty();
  }

  /** Returns the value of a flag that has none behind an {@code =}; null if there is none. */
  private String next(Setting<?> setting) {
    if (!setting.isSwitch()) {
      return rest.poll();
    }
    if (rest.isEmpty() || ValueType.BOOL.read(rest.peek()).isEmpty()) {
      return "true";
    }
    String word = rest.pop();
    warnings.add(
        "flag -%s: the \"%s\" behind it counts as its value; write -%s=%s"
            .formatted(setting.flag(), word, setting.flag(), word));
    return word;
  }

  private boolean isSet(Setting<Boolean> setting) {
    return setting.read(flags.getOrDefault(setting, "false")).orElse(false);
  }

  private static CommandLine refuse(String trouble) {
    return new CommandLine.Refused(OneLine.of(trouble));
  }
}
