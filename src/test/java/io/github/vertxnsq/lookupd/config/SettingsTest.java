package io.github.vertxnsq.lookupd.config;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.logging.LogLevel;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @ParameterizedTest
  @CsvSource({
    "log-level, info",
    "log-prefix, '[nsqlookupd] '",
    "verbose, false",
    "tcp-address, 0.0.0.0:4160",
    "http-address, 0.0.0.0:4161",
    "broadcast-tcp-port, 0",
    "broadcast-http-port, 0",
    "inactive-producer-timeout, 5m0s",
    "tombstone-lifetime, 45s",
    "max-line-bytes, 1024",
    "max-identify-bytes, 65536",
    "max-pending-answers, 1024",
    "identify-timeout, 30s",
    "max-connections, 0",
    "http-instances, 2",
    "ui, true",
    "seed-from, ''",
    "data-path, ''",
    "cluster, false",
    "cluster-address, 0.0.0.0:4162",
    "cluster-bus-address, :4163",
    "cluster-public-address, ''",
    "cluster-peers, ''",
    "cluster-dns, ''",
    "cluster-name, nsqlookupd",
    "cluster-join-timeout, 10s",
    "https-address, ''",
    "tcp-tls-address, ''",
    "tls-cert, ''",
    "tls-key, ''",
    "tls-client-ca, ''",
    "tls-client-auth, require",
    "tls-required, false",
    "cluster-tls-cert, ''",
    "cluster-tls-key, ''",
    "cluster-tls-ca, ''",
    "auth-new-token, ''",
    "auth-token-file, ''",
    "auth-admin-cidr, ''",
    "auth-reads, false",
    "auth-metrics, false",
    "config, ''",
    "strict-config, false",
    "version, false",
    "help, false",
  })
  void hasTheContractsDefaults(String flag, String defaultText) {
    assertEquals(defaultText, setting(flag).defaultText());
  }

  @Test
  void namesASettingForEverySource() {
    assertEquals("tcp-address", Settings.TCP_ADDRESS.flag());
    assertEquals("tcp_address", Settings.TCP_ADDRESS.key());
    assertEquals("NSQLOOKUPD_TCP_ADDRESS", Settings.TCP_ADDRESS.variable());
  }

  @Test
  void saysWhereASettingCanBeGivenAndWhetherItCanChange() {
    assertEquals(
        Set.of("help", "version", "healthcheck", "auth-new-token"),
        flags(Settings.all().stream().filter(s -> !s.inEnvironment()).toList()));
    assertEquals(
        Set.of("help", "version", "healthcheck", "auth-new-token", "config", "strict-config"),
        flags(Settings.all().stream().filter(s -> !s.inFile()).toList()));
    assertEquals(
        Set.of(
            "log-level",
            "inactive-producer-timeout",
            "tombstone-lifetime",
            "max-producers-per-address",
            "max-requests-in-flight",
            "max-topics",
            "max-channels-per-topic",
            "max-registrations-per-producer"),
        flags(Settings.all().stream().filter(Setting::reloadable).toList()));
  }

  @Test
  void readsDefaultsIntoTypes() {
    Options defaults = Options.defaults();

    assertEquals(LogLevel.INFO, defaults.get(Settings.LOG_LEVEL));
    assertEquals(new HostAndPort("0.0.0.0", 4160), defaults.get(Settings.TCP_ADDRESS));
    assertEquals(Duration.ofMinutes(5), defaults.get(Settings.INACTIVE_PRODUCER_TIMEOUT));
    assertEquals(Duration.ofSeconds(45), defaults.get(Settings.TOMBSTONE_LIFETIME));
    assertEquals(HostName.ofThisMachine(), defaults.get(Settings.BROADCAST_ADDRESS));
    assertEquals(65_536, defaults.get(LimitSettings.MAX_IDENTIFY_BYTES));
    assertEquals(false, defaults.get(Settings.VERBOSE));
  }

  @Test
  void replacesOneValueAtATime() {
    Options changed = Options.defaults().with(Settings.TCP_ADDRESS, "127.0.0.1:0");

    assertEquals(new HostAndPort("127.0.0.1", 0), changed.get(Settings.TCP_ADDRESS));
    assertEquals(new HostAndPort("0.0.0.0", 4161), changed.get(Settings.HTTP_ADDRESS));
    assertEquals(new HostAndPort("0.0.0.0", 4160), Options.defaults().get(Settings.TCP_ADDRESS));
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> changed.with(LimitSettings.MAX_CONNECTIONS, "many"));
    assertEquals(
        "max-connections: \"many\" is not a whole number of 0 or more", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "log-level, debug DEBUG Warn error fatal, warning trace '' infо",
    "log-prefix, '[x] é', ",
    "broadcast-address, lookupd 10.0.0.1 ::1 lookupd.example.org, ''",
    "broadcast-tcp-port, 0 65535 +1, -1 65536 x 1.0 0x10 ''",
    "broadcast-http-port, 0 65535, -1 65536",
    "inactive-producer-timeout, 1ns 5m0s 1.5h, 0 0s -1s 300000 x ''",
    "tombstone-lifetime, 0 45s, -1s 45",
    "max-line-bytes, 256 1024 2147483647, 255 -1 2147483648 99999999999",
    "max-identify-bytes, 1024 16777216, 1023 16777217",
    "max-pending-answers, 1 2147483647, 0 -1",
    "identify-timeout, 1ns 30s, 0 0s -1s 30",
    "max-connections, 0 1, -1",
    "max-http-connections, 0 1, -1",
    "http-instances, 1 64, 0 65",
    "ui, true false 1 0 t F TRUE, yes 2 '' tRUE",
    "verbose, true 0 yes 2 '' tRUE -x,",
    "seed-from, http://a:1 https://b '' http://a:1/, a:1 http://a:0 http://a/b",
    "cluster-address, 127.0.0.1:0 :4162, x :65536 ''",
    "cluster-bus-address, :0 127.0.0.1:4163, 4163",
    "cluster-public-address, a '' a:1 [::1] [::1]:1, :1 a:0 a:65536 a:b ::1",
    "cluster-peers, a:1 '' [::1]:2, a :1 a:0",
    "cluster-dns, lookupd '' lookupd.nsq.svc.cluster.local., a:1 [::1]",
    "cluster-name, blue x-1, ''",
    "cluster-join-timeout, 1ms 10s, 0 10",
    "https-address, :0 127.0.0.1:4443 [::1]:4443 '', x :65536 4443",
    "tcp-tls-address, :0 '', x",
    "tls-cert, /a ../b c '', a\0b",
    "auth-token-file, /a '', \0",
    "tls-client-auth, require request, none Require ''",
    "healthcheck, true false http://a HTTPS://a:1/x http://[::1]:4161, yes a:1 ftp://a http:// http://a:65536 http:a",
    "auth-new-token, admin:alice read:a.b_c@d-1 '', alice root:alice admin: admin:a:b admin:-a",
    "auth-admin-cidr, 10.0.0.0/8 ::1 fd00::/8 '' 127.0.0.1 0.0.0.0/0, 10.0.0.0/33 a ::1/129 1.2.3",
  })
  void acceptsItsRangeAndNothingElse(String flag, String accepted, String refused) {
    for (String text : accepted.split(" ", -1)) {
      String bare = text.equals("''") ? "" : text;
      assertTrue(setting(flag).read(bare).isPresent(), () -> flag + " takes " + text);
    }
    for (String text : refused == null ? new String[0] : refused.split(" ", -1)) {
      String bare = text.equals("''") ? "" : text;
      assertEquals(Optional.empty(), setting(flag).read(bare), () -> flag + " refuses " + text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log-level | x | is not a log level: debug, info, warn, error or fatal",
        "tcp-address | x | is not <addr>:<port> with a port from 0 to 65535, like 0.0.0.0:4160,"
            + " :4160 or [::1]:4160",
        "broadcast-address | ' ' | is not a host name or an address",
        "broadcast-tcp-port | 65536 | is not a whole number from 0 to 65535",
        "tombstone-lifetime | -1s | is not a duration of 0 or more, like 45s, 5m or 1h30m",
        "identify-timeout | 0 | is not a duration above 0, like 45s, 5m or 1h30m",
        "max-line-bytes | 1 | is not a whole number of 256 or more",
        "ui | yes | is not true or false",
        "cluster-public-address | :1 | is not <host> or <host>:<port> with a port from 1 to 65535,"
            + " like lookupd-1, 10.0.0.1:4162 or [::1]",
        "cluster-dns | a:1 | is not a name for DNS, without a port",
        "cluster-name | ' ' | is not a name without blanks",
      })
  void saysWhatItExpected(String flag, String text, String refusal) {
    assertEquals("\"" + text + "\" " + refusal, setting(flag).refusal(text));
  }

  @Test
  void saysWhichPeerIsWrong() {
    assertEquals(
        "\"b\" is not <host>:<port> with a port from 1 to 65535, like lookupd-1:4162,"
            + " 10.0.0.1:4162 or [::1]:4162",
        MembershipSettings.CLUSTER_PEERS.refusal("a:1,b,c"));
  }

  @Test
  void saysWhichNetworkIsWrong() {
    assertEquals(
        "\"lookupd\" is not <addr>/<bits> or an address, like 10.0.0.0/8, fd00::/8 or 127.0.0.1",
        AuthSettings.AUTH_ADMIN_CIDR.refusal("::1,lookupd"));
  }

  @Test
  void saysWhichUrlIsWrong() {
    assertEquals(
        "\"b:4161\" is not http://<host>:<port> or https://<host>:<port> and nothing after it, like"
            + " http://nsqlookupd-1:4161",
        Settings.SEED_FROM.refusal("http://a:4161,b:4161"));
  }

  @Test
  void takesTomlsOwnTypesWhereTheyMeanSomething() {
    assertEquals(Optional.of(Duration.ofMillis(1500)), Settings.TOMBSTONE_LIFETIME.read(1500));
    assertEquals(Optional.of(Duration.ZERO), Settings.TOMBSTONE_LIFETIME.read(0));
    assertEquals(Optional.of(4160), Settings.BROADCAST_TCP_PORT.read(4160));
    assertEquals(Optional.of(4160), Settings.BROADCAST_TCP_PORT.read("4160"));
    assertEquals(Optional.of(true), Settings.UI.read(true));
    assertEquals(Optional.of(true), Settings.UI.read("true"));

    assertEquals(Optional.empty(), Settings.TOMBSTONE_LIFETIME.read(-1));
    assertEquals(Optional.empty(), Settings.TOMBSTONE_LIFETIME.read(1.5));
    assertEquals(Optional.empty(), Settings.TOMBSTONE_LIFETIME.read(Long.MAX_VALUE));
    assertEquals(
        Optional.empty(),
        LimitSettings.MAX_CONNECTIONS.read(BigInteger.TWO.pow(32).add(BigInteger.ONE)));
    assertEquals(Optional.empty(), Settings.UI.read(1));
    assertEquals(Optional.empty(), Settings.LOG_PREFIX.read(1));
    assertEquals(Optional.empty(), Settings.TCP_ADDRESS.read(List.of(":4160")));
    assertEquals(Optional.empty(), Settings.TCP_ADDRESS.read(Map.of("port", 4160)));
  }

  private static Setting<?> setting(String flag) {
    return Settings.all().stream().filter(s -> s.flag().equals(flag)).findFirst().orElseThrow();
  }

  private static Set<String> flags(List<Setting<?>> settings) {
    return settings.stream().map(Setting::flag).collect(toSet());
  }
}
