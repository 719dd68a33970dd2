package io.github.vertxnsq.lookupd.config;

import java.util.List;
import java.util.Map;

/**
 * What the command line asks for, read by the rules of Go's flag package: {@code -flag value},
 * {@code -flag=value}, either with two dashes; a bool takes a value only behind {@code =}; {@code
 * --} ends the flags; of a flag given twice the last counts.
 *
 * <p>Unlike the reference, which ignores them and all that follows, arguments that are no flags are
 * refused. Two of them are let pass with a warning, since people write them: the program's own
 * name, when it comes first, and {@code true} or {@code false} behind a bool, which is its value
 * then, as was meant.
 */
public sealed interface CommandLine {
  /** Folds over what a command line can ask for. */
  interface Cases<R> {
    /**
     * The daemon is to run.
     *
     * @param flags the flags given, as text that their settings take, or that gives nothing
     * @param warnings one line for each argument that is to be written otherwise
     */
    R run(Map<Setting<?>, String> flags, List<String> warnings);

    /** The usage is to be printed. */
    R help();

    /** The version is to be printed. */
    R version();

    /**
     * A token is to be made.
     *
     * @param roleAndName whom for, {@code role:name}
     */
    R newToken(String roleAndName);

    /**
     * A running daemon is to be asked how it is.
     *
     * @param flags the flags given besides, as of {@link #run}
     */
    R healthcheck(Healthcheck healthcheck, Map<Setting<?>, String> flags);

    /**
     * The line cannot be used.
     *
     * @param trouble one line that says why
     */
    R refused(String trouble);
  }

  /** Calls the one case that applies. */
  <R> R fold(Cases<R> cases);

  /** Asks for the daemon. */
  record Run(Map<Setting<?>, String> flags, List<String> warnings) implements CommandLine {
    /** Keeps copies. */
    public Run {
      flags = Map.copyOf(flags);
      warnings = List.copyOf(warnings);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.run(flags, warnings);
    }
  }

  /** Asks for the usage. */
  record Help() implements CommandLine {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.help();
    }
  }

  /** Asks for the version. */
  record Version() implements CommandLine {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.version();
    }
  }

  /** Asks for a token. */
  record NewToken(String roleAndName) implements CommandLine {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.newToken(roleAndName);
    }
  }

  /** Asks how a running daemon is. */
  record AskHealth(Healthcheck healthcheck, Map<Setting<?>, String> flags) implements CommandLine {
    /** Keeps a copy. */
    public AskHealth {
      flags = Map.copyOf(flags);
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.healthcheck(healthcheck, flags);
    }
  }

  /** Cannot be used. */
  record Refused(String trouble) implements CommandLine {
    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.refused(trouble);
    }
  }

  /**
   * Reads a command line from left to right; what stops it first, trouble or {@code -help}, is the
   * result.
   *
   * @param arguments the arguments, without the program's name
   */
  static CommandLine parse(List<String> arguments) {
    return new FlagParser(arguments).parse();
  }
}
