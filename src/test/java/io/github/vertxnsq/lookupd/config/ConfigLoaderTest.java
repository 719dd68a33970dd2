package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.github.vertxnsq.lookupd.logging.LogLevel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class ConfigLoaderTest {
  @TempDir private Path dir;
  private Path file;
  private Vertx vertx;
  private final Map<Setting<?>, String> flags = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start(Vertx vertx) {
    this.vertx = vertx;
    file = dir.resolve("nsqlookupd.toml");
  }

  @Test
  void takesDefaultsWhereNothingIsSet() {
    Options options = load();

    for (Setting<?> setting : Settings.all()) {
      assertEquals(Options.defaults().get(setting), options.get(setting), setting::flag);
    }
  }

  @Test
  void prefersFlagsToEnvironmentToFileToDefaults() throws IOException {
    write(
        """
        tcp_address = ":11"
        http_address = ":21"
        max_connections = 1
        """);
    environment.put("NSQLOOKUPD_TCP_ADDRESS", ":12");
    environment.put("NSQLOOKUPD_HTTP_ADDRESS", ":22");
    flags.put(Settings.TCP_ADDRESS, ":13");

    Options options = load();

    assertEquals(":13", options.get(Settings.TCP_ADDRESS).toString());
    assertEquals(":22", options.get(Settings.HTTP_ADDRESS).toString());
    assertEquals(1, options.get(LimitSettings.MAX_CONNECTIONS));
    assertEquals(1024, options.get(LimitSettings.MAX_LINE_BYTES));
  }

  @Test
  void everySettingOfTheFileCanBeGivenInTheEnvironment() {
    Settings.all().stream()
        .filter(setting -> setting.inFile() && setting.usageName().equals("duration"))
        .forEach(setting -> environment.put(setting.variable(), "7s"));

    Options options = load();

    assertEquals(Duration.ofSeconds(7), options.get(Settings.TOMBSTONE_LIFETIME));
    assertEquals(Duration.ofSeconds(7), options.get(Settings.INACTIVE_PRODUCER_TIMEOUT));
    assertEquals(Duration.ofSeconds(7), options.get(LimitSettings.IDENTIFY_TIMEOUT));
  }

  @Test
  void takesABareIntegerOfTheFileAsMilliseconds() throws IOException {
    write("tombstone_lifetime = 1500\n");

    assertEquals(Duration.ofMillis(1500), load().get(Settings.TOMBSTONE_LIFETIME));
  }

  @Test
  void aFlagHidesAMistakeInTheFile() throws IOException {
    write("tombstone_lifetime = \"x\"\n");
    flags.put(Settings.TOMBSTONE_LIFETIME, "1s");

    assertEquals(Duration.ofSeconds(1), load().get(Settings.TOMBSTONE_LIFETIME));
  }

  @Test
  void findsTheFileThroughTheEnvironmentToo() throws IOException {
    write("max_connections = 7\n");
    flags.remove(Settings.CONFIG);
    environment.put("NSQLOOKUPD_CONFIG", file.toString());

    Options options = load();

    assertEquals(7, options.get(LimitSettings.MAX_CONNECTIONS));
    assertEquals(file.toString(), options.get(Settings.CONFIG));
  }

  @Test
  void ignoresWhatKubernetesPutsIntoTheEnvironment() {
    for (String service : new String[] {"", "_TCP", "_HTTP", "_BROADCAST_TCP", "_BROADCAST_HTTP"}) {
      String link = "NSQLOOKUPD" + service;
      environment.put(link + "_SERVICE_HOST", "10.0.0.1");
      environment.put(link + "_SERVICE_PORT", "4160");
      environment.put(link + "_SERVICE_PORT_TCP", "4160");
      environment.put(link + "_PORT", "tcp://10.0.0.1:4160");
      environment.put(link + "_PORT_4160_TCP", "tcp://10.0.0.1:4160");
      environment.put(link + "_PORT_4160_TCP_PROTO", "tcp");
      environment.put(link + "_PORT_4160_TCP_PORT", "4160");
      environment.put(link + "_PORT_4160_TCP_ADDR", "10.0.0.1");
    }
    environment.put("NSQLOOKUPD_VERSION", "1.3.0");
    environment.put("NSQLOOKUPD_HELP", "x");

    takesDefaultsWhereNothingIsSet();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NSQLOOKUPD_TOMBSTONE_LIFETIME | 45 | \"45\" is not a duration of 0 or more,"
            + " like 45s, 5m or 1h30m",
        "NSQLOOKUPD_STRICT_CONFIG | yes | \"yes\" is not true or false",
        "NSQLOOKUPD_MAX_CONNECTIONS | x | \"x\" is not a whole number of 0 or more",
      })
  void namesTheVariableThatIsWrong(String variable, String value, String trouble) {
    environment.put(variable, value);

    assertEquals("environment " + variable + ": " + trouble, failure());
  }

  @Test
  void namesTheFlagThatIsWrong() {
    flags.put(LimitSettings.MAX_CONNECTIONS, "x");

    assertEquals("flag -max-connections: \"x\" is not a whole number of 0 or more", failure());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max_connections = 'x' | max_connections | \"x\" is not a whole number of 0 or more",
        "max_connections = 1.5 | max_connections | \"1.5\" is not a whole number of 0 or more",
        "max_connections = -1 | max_connections | \"-1\" is not a whole number of 0 or more",
        "max_connections = 1979-05-27"
            + " | max_connections | \"1979-05-27\" is not a whole number of 0 or more",
        "ui = 1 | ui | \"1\" is not true or false",
        "log_prefix = 1 | log_prefix | \"1\" is not a text",
        "log_level = \"a\\nb\" | log_level"
            + " | \"a\\x0ab\" is not a log level: debug, info, warn, error or fatal",
        "ui = [true] | ui | an array is not true or false",
        "ui.a = true | ui | a table is not true or false",
      })
  void namesTheKeyThatIsWrong(String line, String key, String trouble) throws IOException {
    write(line.replace('\'', '"') + "\n");

    assertEquals("file " + file + ", key " + key + ": " + trouble, failure());
  }

  @Test
  void refusesToLookForMembersInTwoWays() throws IOException {
    write("cluster_peers = \"a:1\"\ncluster_dns = \"lookupd\"\n");
    assertEquals(
        "lookupd", load().get(MembershipSettings.CLUSTER_DNS), "without cluster nobody looks");

    environment.put("NSQLOOKUPD_CLUSTER", "true");
    flags.put(MembershipSettings.CLUSTER_DNS, "lookupd");

    assertEquals("flag -cluster-dns: cannot be given together with cluster-peers", failure());
  }

  @Test
  void refusesAPortThatDnsCannotTell() {
    flags.put(MembershipSettings.CLUSTER, "true");
    flags.put(MembershipSettings.CLUSTER_DNS, "lookupd");
    environment.put("NSQLOOKUPD_CLUSTER_ADDRESS", ":0");

    assertEquals(
        "environment NSQLOOKUPD_CLUSTER_ADDRESS: port 0 cannot be used with cluster-dns:"
            + " DNS tells addresses, not ports",
        failure());
  }

  @Test
  void takesAClusterWithoutPeers() {
    flags.put(MembershipSettings.CLUSTER, "true");

    assertTrue(load().get(MembershipSettings.CLUSTER_PEERS).addresses().isEmpty());
  }

  @Test
  void takesAFileThatBeginsWithAByteOrderMark() throws IOException {
    write("\ufefflog_level = \"warn\"\n");

    assertEquals(LogLevel.WARN, load().get(Settings.LOG_LEVEL));
  }

  @Test
  void saysWhereTheTroubleIsBehindAByteOrderMark() throws IOException {
    write("\ufeffui = x\n");

    assertEquals("file " + file + ", line 1, column 6: Unknown token", failure());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2.5", "'yes'", "''", "[true]", "{ a = 1 }", "1979-05-27"})
  void takesAnythingForVerbose(String value) throws IOException {
    write("verbose = " + value + "\n");
    environment.put("NSQLOOKUPD_VERBOSE", "loudly");

    assertEquals(false, load().get(Settings.VERBOSE));
  }

  @Test
  void anEmptyListIsUnset() throws IOException {
    write("cluster_peers = []\nhttp_hosts = []\nauth_admin_cidr = []\n");

    assertEquals(
        Options.defaults().get(AuthSettings.HTTP_HOSTS), load().get(AuthSettings.HTTP_HOSTS));
  }

  @Test
  void tellsOfItsSourcesOnce() throws Exception {
    write("broadcast_address = \"\"\n");
    environment.put("NSQLOOKUPD_UI", "false");
    environment.put("NSQLOOKUPD_MAX_TOPICS", "7");
    environment.put("NSQLOOKUPD_TCP_ADDRESS", "a:1, b:1");
    ConfigLoader loader = new ConfigLoader(vertx, flags, environment, ConfigLoader.SCAN_PERIOD);
    await(loader.load());

    try (LogCapture log = new LogCapture(ConfigLoader.class)) {
      loader.tellOfSources();

      assertEquals(
          "INFO settings from the environment: NSQLOOKUPD_MAX_TOPICS, NSQLOOKUPD_UI", log.next());
      assertEquals(
          "WARN environment NSQLOOKUPD_TCP_ADDRESS: \"a:1, b:1\" is no address at which this machine"
              + " can listen, it is ignored",
          log.next());
      assertEquals(
          "WARN file "
              + file
              + ", key broadcast_address: it is empty, the name of this host counts: "
              + HostName.ofThisMachine(),
          log.next());
      assertTrue(log.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"log-level", "LOG_LEVEL", "LogLevel", "loglevel", "log-Level"})
  void namesTheKeyThatIsMeant(String key) throws IOException {
    write(key + " = \"debug\"\n");
    flags.put(Settings.STRICT_CONFIG, "true");

    assertEquals(
        "file "
            + file
            + ", key "
            + key
            + ": there is no such setting; its name in a file is log_level",
        failure());
  }

  @Test
  void namesTheFileThatIsMissing() {
    flags.put(Settings.CONFIG, file.toString());

    assertEquals("file " + file + ": there is no such file", failure());
  }

  @Test
  void namesTheFileThatCannotBeRead() {
    flags.put(Settings.CONFIG, dir.toString());

    assertEquals("file " + dir + ": Is a directory", failure());
  }

  @Test
  void doesNotTakeAFileOfItsOwnJarForTheOperators() {
    flags.put(Settings.CONFIG, "logback.xml");

    assertEquals("file logback.xml: there is no such file", failure());
  }

  @Test
  void warnsOfKeysThatAreNoSettings() throws Exception {
    write(
        """
        tcp-address = ":1"
        config = "other.toml"
        [federation]
        name = "x"
        """);

    try (LogCapture log = new LogCapture(ConfigLoader.class)) {
      assertEquals("0.0.0.0:4160", load().get(Settings.TCP_ADDRESS).toString());

      String ignored = ": there is no such setting, it is ignored";
      assertEquals("WARN file " + file + ", key config" + ignored, log.next());
      assertEquals("WARN file " + file + ", key federation" + ignored, log.next());
      assertEquals(
          "WARN file "
              + file
              + ", key tcp-address"
              + ignored
              + "; its name in a file is tcp_address",
          log.next());
    }
  }

  @Test
  void refusesKeysThatAreNoSettingsWhenStrict() throws IOException {
    write("tcp-address = \":1\"\n");
    environment.put("NSQLOOKUPD_STRICT_CONFIG", "true");

    assertEquals(
        "file "
            + file
            + ", key tcp-address: there is no such setting; its name in a file is tcp_address",
        failure());
  }

  private void write(String content) throws IOException {
    Files.writeString(file, content);
    flags.put(Settings.CONFIG, file.toString());
  }

  private Options load() {
    return await(new ConfigLoader(vertx, flags, environment, ConfigLoader.SCAN_PERIOD).load());
  }

  private String failure() {
    var thrown = Assertions.assertThrows(CompletionException.class, this::load);
    return assertInstanceOf(ConfigException.class, thrown.getCause()).getMessage();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
