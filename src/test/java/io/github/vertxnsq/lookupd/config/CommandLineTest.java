package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  /** Names the case that applies. */
  private static final CommandLine.Cases<String> AS_TEXT =
      new CommandLine.Cases<>() {
        @Override
        public String run(Map<Setting<?>, String> flags, List<String> warnings) {
          Map<Setting<?>, String> sorted = new TreeMap<>(Comparator.comparing(Setting::flag));
          sorted.putAll(flags);
          return "run " + sorted + (warnings.isEmpty() ? "" : " " + warnings);
        }

        @Override
        public String help() {
          return "help";
        }

        @Override
        public String version() {
          return "version";
        }

        @Override
        public String newToken(String roleAndName) {
          return "token for " + roleAndName;
        }

        @Override
        public String healthcheck(Healthcheck healthcheck, Map<Setting<?>, String> flags) {
          return "ask " + healthcheck.url().map(Object::toString).orElse("the own");
        }

        @Override
        public String refused(String trouble) {
          return trouble;
        }
      };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-tcp-address :1",
        "-tcp-address=:1",
        "--tcp-address :1",
        "--tcp-address=:1",
        "-tcp-address :2 -tcp-address :1",
        "-tcp-address :1 --",
      })
  void readsEveryFormOfAFlag(String line) {
    assertEquals("run {tcp-address=:1}", parse(line.split(" ", -1)));
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of(List.of(), "run {}"),
        Arguments.of(List.of("--"), "run {}"),
        Arguments.of(List.of("-verbose"), "run {verbose=true}"),
        Arguments.of(List.of("-verbose=false"), "run {verbose=false}"),
        Arguments.of(List.of("-log-prefix", ""), "run {log-prefix=}"),
        Arguments.of(List.of("-log-prefix="), "run {log-prefix=}"),
        Arguments.of(List.of("-log-prefix=a=b"), "run {log-prefix=a=b}"),
        Arguments.of(List.of("-log-prefix", "-h"), "run {log-prefix=-h}"),
        Arguments.of(List.of("-log-prefix", "--"), "run {log-prefix=--}"),
        Arguments.of(List.of("-version"), "version"),
        Arguments.of(List.of("-version=true"), "version"),
        Arguments.of(List.of("-healthcheck"), "ask the own"),
        Arguments.of(List.of("-healthcheck", "-tcp-address=:1"), "ask the own"),
        Arguments.of(List.of("--healthcheck=http://a:1"), "ask http://a:1"),
        Arguments.of(List.of("-healthcheck=https://[::1]:1/x"), "ask https://[::1]:1/x"),
        Arguments.of(List.of("-healthcheck=false"), "run {healthcheck=false}"),
        Arguments.of(List.of("-version=false"), "run {version=false}"),
        Arguments.of(List.of("-verbose", "-version"), "version"),
        Arguments.of(List.of("-auth-new-token", "admin:alice"), "token for admin:alice"),
        Arguments.of(List.of("-auth-new-token=read:a@b", "-verbose"), "token for read:a@b"),
        Arguments.of(List.of("-auth-new-token=read:a", "-version"), "version"),
        Arguments.of(List.of("-auth-new-token="), "run {auth-new-token=}"),
        Arguments.of(List.of("-verbose=anything"), "run {verbose=anything}"),
        Arguments.of(List.of("-tcp-address="), "run {tcp-address=}"),
        Arguments.of(List.of("--tombstone-lifetime", ""), "run {tombstone-lifetime=}"),
        Arguments.of(List.of("-cluster=", "-max-topics="), "run {cluster=, max-topics=}"),
        Arguments.of(List.of("-version=", "-help=x"), "help"),
        Arguments.of(List.of("-h"), "help"),
        Arguments.of(List.of("--help"), "help"),
        Arguments.of(List.of("-help", "-nonsense"), "help"),
        Arguments.of(List.of("-version", "-h"), "help"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void followsGosRules(List<String> arguments, String result) {
    assertEquals(result, parse(arguments.toArray(String[]::new)));
  }

  @Test
  void ofAFlagThatIsEmptyTheLastTimeNothingCounts() {
    assertEquals("run {max-topics=}", parse("-max-topics=1", "-max-topics="));
    assertEquals("run {version=}", parse("-version", "-version="));
    assertEquals("run {auth-new-token=}", parse("-auth-new-token=read:a", "-auth-new-token="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nsqlookupd", "nsqlookupd", "/bin/nsqlookupd", "./nsqlookupd", "a/nsqlookupd"})
  void passesTheProgramsOwnName(String name) {
    assertEquals(
        "run {tcp-address=:1} [argument \"" + name + "\": the program's own name is ignored]",
        parse(name, "-tcp-address=:1"));
    assertEquals("version", parse(name, "-version"));
    assertEquals("help", parse(name, "-h"));
  }

  /** As {@code "${EXTRA}"} leaves it. */
  @Test
  void passesWhatIsEmpty() {
    String warning = "argument \"\": it is empty, and ignored";
    assertEquals(
        "run {tcp-address=:1} [" + warning + ", " + warning + "]",
        parse("", "-tcp-address=:1", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "false, false",
    "1, true",
    "0, false",
    "t, true",
    "f, false",
    "T, true",
    "F, false",
    "TRUE, true",
    "FALSE, false",
    "True, true",
    "False, false",
  })
  void takesATruthValueBehindASwitchAsItsValue(String word, boolean value) {
    assertEquals(
        "run {tcp-address=:1, ui=%s} [flag -ui: the \"%s\" behind it counts as its value; write -ui=%s]"
            .formatted(word, word, word),
        parse("--ui", word, "-tcp-address", ":1"));
    assertEquals(value, parse("-version", word).equals("version"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-foo | flag provided but not defined: -foo",
        "--foo=1 | flag provided but not defined: -foo",
        "-tcp_address=:1 | flag provided but not defined: -tcp_address",
        "-Verbose | flag provided but not defined: -Verbose",
        "-foo -h | flag provided but not defined: -foo",
        "-tcp-address | flag needs an argument: -tcp-address",
        "-verbose -config | flag needs an argument: -config",
        "---verbose | bad flag syntax: ---verbose",
        "-=x | bad flag syntax: -=x",
        "--=x | bad flag syntax: --=x",
        "start | unexpected argument: \"start\"",
        "- | unexpected argument: \"-\"",
        "-verbose yes | unexpected argument: \"yes\"",
        "-verbose tRUE -h | unexpected argument: \"tRUE\"",
        "-verbose false false | unexpected argument: \"false\"",
        "-verbose=true false | unexpected argument: \"false\"",
        "-verbose nsqlookupd | unexpected argument: \"nsqlookupd\"",
        "nsqlookupd nsqlookupd | unexpected argument: \"nsqlookupd\"",
        "nsqlookupd2 -verbose | unexpected argument: \"nsqlookupd2\"",
        "/nsqlookupd/ | unexpected argument: \"/nsqlookupd/\"",
        "false | unexpected argument: \"false\"",
        "-tcp-address :1 true | unexpected argument: \"true\"",
        "-tcp-address= :4160"
            + " | unexpected argument: \":4160\"; is there a blank behind \"-tcp-address=\"?",
        "-broadcast-address = foo | unexpected argument: \"foo\"; is there a blank beside the \"=\" of"
            + " -broadcast-address?",
        "-cluster = true | unexpected argument: \"=\"; is there a blank beside the \"=\" of -cluster?",
        "-healthcheck http://a:1 | unexpected argument: \"http://a:1\"; write -healthcheck=URL",
        "-ui= false | unexpected argument: \"false\"; is there a blank behind \"-ui=\"?",
        "-max-topics = 1 | flag -max-topics: \"=\" is not a whole number of 0 or more; there is a"
            + " blank before the \"=\"",
        "-tcp-address =:4160 | flag -tcp-address: \"=:4160\" is not <addr>:<port> with a port from"
            + " 0 to 65535, like 0.0.0.0:4160, :4160 or [::1]:4160; there is a blank before the"
            + " \"=\"",
        "-- -verbose | unexpected argument: \"-verbose\"",
        "-version x | unexpected argument: \"x\"",
        "-ui=yes | flag -ui: \"yes\" is not true or false",
        "-max-connections=x -version"
            + " | flag -max-connections: \"x\" is not a whole number of 0 or more",
        "-tombstone-lifetime 45"
            + " | flag -tombstone-lifetime: \"45\" is not a duration of 0 or more,"
            + " like 45s, 5m or 1h30m",
        "-cluster -cluster-peers=a:1,b,c:1"
            + " | flag -cluster-peers: \"b\" is not <host>:<port> with a port from 1 to 65535,"
            + " like lookupd-1:4162, 10.0.0.1:4162 or [::1]:4162",
        "-auth-new-token=root:alice"
            + " | flag -auth-new-token: \"root:alice\" is not <role>:<name> with the role read or"
            + " admin and a name of letters, digits, '.', '_', '@' and '-', like admin:alice",
        "-max-connections=x -max-connections=1"
            + " | flag -max-connections: \"x\" is not a whole number of 0 or more",
      })
  void refusesInOneClearLine(String line, String trouble) {
    assertEquals(trouble, parse(line.split(" ", -1)));
  }

  @Test
  void showsForgedTextWithinItsLine() {
    assertEquals("flag provided but not defined: -a\\x0ab", parse("-a\nb"));
  }

  @Test
  void usageNamesEverySettingWithItsDefault() {
    String usage = Usage.text();

    assertTrue(usage.startsWith("Usage of nsqlookupd:\n  -auth-admin-cidr string\n"), usage);
    for (Setting<?> setting : Settings.all()) {
      assertTrue(usage.contains("\n  -" + setting.flag()), setting::flag);
      assertTrue(usage.contains("\n    \t" + setting.description()), setting::flag);
      if (!setting.isSwitch()) {
        assertTrue(usage.contains(setting.defaultText()), setting::flag);
      }
    }
    assertTrue(
        usage.contains(
            """
              -tcp-address string
                \t<addr>:<port> to listen on for TCP clients (default "0.0.0.0:4160")
            """),
        usage);
    assertTrue(
        usage.contains(
            """
              -tombstone-lifetime duration
                \tduration of time a producer will remain tombstoned if registration remains\
             (default 45s)
              -ui
                \tserve the web console at /ui/ (default true)
              -verbose
                \tdeprecated in favor of log-level
            """),
        usage);
  }

  private static String parse(String... arguments) {
    return CommandLine.parse(Arrays.asList(arguments)).fold(AS_TEXT);
  }
}
