package io.github.vertxnsq.lookupd;

import io.github.vertxnsq.lookupd.auth.NewToken;
import io.github.vertxnsq.lookupd.config.CommandLine;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Usage;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The program's entry: reads the command line and does what it asks for. */
public final class Main implements CommandLine.Cases<Void> {
  private Main() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    CommandLine.parse(List.of(arguments)).fold(new Main());
  }

  @Override
  public Void run(Map<Setting<?>, String> flags, List<String> warnings) {
    EarlyPort port = EarlyPort.open(flags, System.getenv()); // before the program is even loaded
    new Program(flags, warnings, port).run();
    return null;
  }

  @Override
  public Void help() {
    print(System.out, Usage.text());
    return null;
  }

  @Override
  public Void version() {
    print(System.out, Version.line());
    return null;
  }

  /** The line and the token part ways: {@code >> tokens} takes the one, and nothing else. */
  @Override
  public Void newToken(String roleAndName) {
    NewToken made = NewToken.make(roleAndName);
    print(System.out, made.line());
    print(
        System.err, "The token, which is shown only now; it goes after \"Authorization: Bearer\":");
    print(System.err, made.token());
    return null;
  }

  @Override
  public Void refused(String trouble) {
    print(System.err, trouble);
    print(System.err, Usage.text());
    System.exit(Program.CANNOT_CONFIGURE);
    return null;
  }

  /** This is what was asked for, or why nothing can be done: not for the log. */
  private static void print(PrintStream to, String text) {
    to.println(text.stripTrailing());
  }
}
