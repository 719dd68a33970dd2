package io.github.vertxnsq.lookupd.config;

import io.github.vertxnsq.lookupd.logging.OneLine;
import java.util.ArrayDeque;
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

  private final Deque<String> rest;
  private final Map<Setting<?>, String> flags = new HashMap<>();

  FlagParser(List<String> arguments) {
    rest = new ArrayDeque<>(arguments);
  }

  CommandLine parse() {
    while (!rest.isEmpty() && isFlag(rest.peek())) {
      String argument = rest.pop();
      if (argument.equals("--")) {
        break;
      }
      Optional<CommandLine> stop = take(argument);
      if (stop.isPresent()) {
        return stop.get();
      }
    }
    if (!rest.isEmpty()) {
      return refuse("unexpected argument: \"" + rest.peek() + "\"");
    }
    if (isSet(Settings.VERSION)) {
      return new CommandLine.Version();
    }
    String newToken = flags.getOrDefault(AuthSettings.AUTH_NEW_TOKEN, "");
    return newToken.isEmpty() ? new CommandLine.Run(flags) : new CommandLine.NewToken(newToken);
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
    String value;
    if (equals >= 0) {
      value = flag.substring(equals + 1);
    } else {
      value = setting.isSwitch() ? "true" : rest.poll();
    }
    if (value == null) {
      return Optional.of(refuse("flag needs an argument: -" + name));
    }
    if (setting.read(value).isEmpty()) {
      return Optional.of(refuse("flag -" + name + ": " + setting.refusal(value)));
    }
    flags.put(setting, value);
    return Optional.empty();
  }

  private boolean isSet(Setting<Boolean> setting) {
    return setting.read(flags.getOrDefault(setting, "false")).orElseThrow();
  }

  private static CommandLine refuse(String trouble) {
    return new CommandLine.Refused(OneLine.of(trouble));
  }
}
