package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        public String run(Map<Setting<?>, String> flags) {
          return "run " + flags;
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
        Arguments.of(List.of("-version=false"), "run {version=false}"),
        Arguments.of(List.of("-verbose", "-version"), "version"),
        Arguments.of(List.of("-auth-new-token", "admin:alice"), "token for admin:alice"),
        Arguments.of(List.of("-auth-new-token=read:a@b", "-verbose"), "token for read:a@b"),
        Arguments.of(List.of("-auth-new-token=read:a", "-version"), "version"),
        Arguments.of(List.of("-auth-new-token="), "run {auth-new-token=}"),
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
        "-verbose false -h | unexpected argument: \"false\"",
        "-- -verbose | unexpected argument: \"-verbose\"",
        "-version x | unexpected argument: \"x\"",
        "-verbose=yes | flag -verbose: \"yes\" is not true or false",
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
