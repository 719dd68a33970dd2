package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts of flags, environment and file, without reading a file. */
class SourcesTest {
  private static final String HOST = HostName.ofThisMachine();

  private final Map<Setting<?>, String> flags = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final JsonObject file = new JsonObject();

  @Test
  void whatIsEmptyInAFlagIsUnset() {
    for (Setting<?> setting : Settings.all()) {
      flags.put(setting, "");
    }

    onlyThePrefixIsEmpty();
  }

  @Test
  void whatIsEmptyInTheEnvironmentIsUnset() {
    for (Setting<?> setting : Settings.all()) {
      environment.put(setting.variable(), "");
    }

    onlyThePrefixIsEmpty();
  }

  @Test
  void whatIsEmptyInTheFileIsUnset() {
    for (Setting<?> setting : Settings.all()) {
      file.put(setting.key(), "");
    }

    onlyThePrefixIsEmpty();
  }

  private void onlyThePrefixIsEmpty() {
    Options options = sources().resolve(merged());
    for (Setting<?> setting : Settings.all()) {
      Object expected = Options.defaults().get(setting);
      assertEquals(
          setting == Settings.LOG_PREFIX ? "" : expected, options.get(setting), setting::flag);
    }
  }

  @Test
  void whatIsEmptyLeavesItToTheNextSource() {
    flags.put(Settings.HTTP_ADDRESS, "");
    environment.put("NSQLOOKUPD_HTTP_ADDRESS", "127.0.0.1:9");
    flags.put(Settings.TCP_ADDRESS, "");
    environment.put("NSQLOOKUPD_TCP_ADDRESS", "");
    file.put("tcp_address", "127.0.0.1:8").put("http_address", ":1").put("tls_client_ca", "");
    flags.put(Settings.STRICT_CONFIG, "");
    environment.put("NSQLOOKUPD_STRICT_CONFIG", "true");

    Options options = sources().resolve(merged());

    assertEquals("127.0.0.1:9", options.get(Settings.HTTP_ADDRESS).toString());
    assertEquals("127.0.0.1:8", options.get(Settings.TCP_ADDRESS).toString());
    assertEquals(true, options.get(Settings.STRICT_CONFIG));
    assertEquals(List.of("NSQLOOKUPD_HTTP_ADDRESS", "NSQLOOKUPD_STRICT_CONFIG"), variables());
  }

  @Test
  void namesTheVariablesThatCount() {
    environment.put("NSQLOOKUPD_UI", "false");
    environment.put("NSQLOOKUPD_AUTH_TOKEN_FILE", "/secret");
    environment.put("NSQLOOKUPD_MAX_TOPICS", "1");
    environment.put("NSQLOOKUPD_BROADCAST_TCP_PORT", "tcp://10.0.0.1:4160");
    environment.put("NSQLOOKUPD_VERSION", "true");
    environment.put("PATH", "/bin");
    flags.put(LimitSettings.MAX_TOPICS, "2");

    assertEquals(List.of("NSQLOOKUPD_AUTH_TOKEN_FILE", "NSQLOOKUPD_UI"), variables());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:4161, 10.0.0.101:4161",
        "127.0.0.1:4161,127.0.0.1:5161",
        "http://127.0.0.1:4161",
        "tcp://10.0.0.1:4160",
        "192.0.2.1:4161",
        "[2001:db8::1]:4161",
        "nsqlookupd.invalid:4161",
        "nsqlookupd",
        "127.0.0.1",
        "4161",
        "[\"127.0.0.1:4161\"]",
      })
  void ignoresWhereOthersListenAndSaysSo(String value) {
    for (Setting<?> setting : Settings.all()) {
      if (setting.isListener()) {
        environment.put(setting.variable(), value);
      }
    }
    file.put("http_address", "127.0.0.1:9");

    Options options = sources().resolve(merged());

    assertEquals("127.0.0.1:9", options.get(Settings.HTTP_ADDRESS).toString());
    assertEquals("0.0.0.0:4160", options.get(Settings.TCP_ADDRESS).toString());
    assertEquals(List.of(), variables());
    assertEquals(7, doubts().size());
    for (String variable :
        List.of("TCP", "HTTP", "HEALTH", "HTTPS", "TCP_TLS", "CLUSTER", "CLUSTER_BUS")) {
      String warning =
          "environment NSQLOOKUPD_%s_ADDRESS: \"%s\" is no address at which this machine can"
              + " listen, it is ignored";
      assertEquals(
          1,
          doubts().stream().filter(warning.formatted(variable, value)::equals).count(),
          variable);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {":9", "0.0.0.0:9", "127.0.0.1:9", "localhost:9", ":http", "127.0.0.2:", "[::]:9"})
  void takesWhereThisMachineListens(String value) {
    environment.put("NSQLOOKUPD_HTTP_ADDRESS", value);
    environment.put("NSQLOOKUPD_HEALTH_ADDRESS", value.replaceFirst("9$", "10"));

    assertEquals(List.of("NSQLOOKUPD_HEALTH_ADDRESS", "NSQLOOKUPD_HTTP_ADDRESS"), variables());
    assertEquals(List.of(), sources().ignored());
  }

  @Test
  void showsAForgedValueWithinItsLine() {
    environment.put("NSQLOOKUPD_TCP_ADDRESS", "a\nb");

    assertEquals(1, sources().ignored().get(0).lines().count());
  }

  @Test
  void warnsOfAnEmptyBroadcastAddress() {
    assertEquals(List.of(), doubts());

    String warning = ": it is empty, the name of this host counts: " + HOST;
    file.put("broadcast_address", "");
    assertEquals(List.of("file f, key broadcast_address" + warning), doubts());
    environment.put("NSQLOOKUPD_BROADCAST_ADDRESS", "");
    assertEquals(List.of("environment NSQLOOKUPD_BROADCAST_ADDRESS" + warning), doubts());
    flags.put(Settings.BROADCAST_ADDRESS, "");
    assertEquals(List.of("flag -broadcast-address" + warning), doubts());
    environment.put("NSQLOOKUPD_BROADCAST_ADDRESS", "lookupd-1");
    assertEquals(List.of(), doubts());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:4160 | has a port, which belongs into broadcast-tcp-port or broadcast-http-port",
        "10.0.0.1:4161 | has a port, which belongs into broadcast-tcp-port or broadcast-http-port",
        "[::1]:4161 | has a port, which belongs into broadcast-tcp-port or broadcast-http-port",
        "a: | has a port, which belongs into broadcast-tcp-port or broadcast-http-port",
        "0.0.0.0 | is where to listen, and no address of a host",
        ":: | is where to listen, and no address of a host",
        "$(POD_IP) | has a place in it that nobody filled in",
        "${HOST} | has a place in it that nobody filled in",
        "$HOST | has a place in it that nobody filled in",
        "lookupd-${N}.example.org | has a place in it that nobody filled in",
        "{{ip}} | has a place in it that nobody filled in",
        "<host> | has a place in it that nobody filled in",
        "%HOST% | has a place in it that nobody filled in",
        "http://a:4161 | is neither a name nor an address of a host",
        "http://a | is neither a name nor an address of a host",
        "a,b | is neither a name nor an address of a host",
        "[::1] | is neither a name nor an address of a host",
      })
  void warnsOfABroadcastAddressThatIsNoHost(String address, String trouble) {
    environment.put("NSQLOOKUPD_BROADCAST_ADDRESS", address);

    assertEquals(
        List.of(
            "environment NSQLOOKUPD_BROADCAST_ADDRESS: \"%s\" %s: no nsqd will find this daemon there"
                .formatted(address, trouble)),
        doubts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lookupd",
        "lookupd_1.example.org.",
        "10.0.0.1",
        "::1",
        "fe80::1%eth0",
        "::ffff:1.2.3.4"
      })
  void isContentWithAHost(String address) {
    flags.put(Settings.BROADCAST_ADDRESS, address);

    assertEquals(List.of(), doubts());
  }

  private Sources sources() {
    return Sources.of(flags, environment);
  }

  private JsonObject merged() {
    Sources sources = sources();
    return Sources.defaults()
        .mergeIn(file)
        .mergeIn(Sources.byKey(sources.environment()))
        .mergeIn(Sources.byKey(sources.flags()));
  }

  private List<String> variables() {
    return sources().variablesThatCount();
  }

  private List<String> doubts() {
    flags.putIfAbsent(Settings.CONFIG, "f");
    return sources().doubts(merged(), sources().resolve(merged()));
  }
}
