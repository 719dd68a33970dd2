package io.github.vertxnsq.lookupd.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.instance.EndpointQualifier;
import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HazelcastSettingsTest {
  private static final Place NOWHERE = new Place("", 0);
  private static final Place LOOPBACK = new Place("127.0.0.1", 4162);

  private Place address = LOOPBACK;
  private Place publicAddress = NOWHERE;
  private List<String> peers = List.of();
  private String dns = "";

  @Test
  void namesTheCluster() throws Exception {
    assertEquals("blue", config().getClusterName());
  }

  @ParameterizedTest
  @CsvSource({
    "hazelcast.phone.home.enabled, false",
    "hazelcast.socket.bind.any, false",
    "hazelcast.heartbeat.interval.seconds, 1",
    "hazelcast.max.no.heartbeat.seconds, 5",
    "hazelcast.merge.first.run.delay.seconds, 3",
    "hazelcast.merge.next.run.delay.seconds, 2",
    "hazelcast.partition.count, 31",
    "hazelcast.tcp.join.port.try.count, 1",
    "hazelcast.logging.type, slf4j",
    "hazelcast.graceful.shutdown.max.wait, 2",
    "hazelcast.metrics.enabled, false",
    "hazelcast.jmx, false",
    "hazelcast.health.monitoring.level, OFF",
    "hazelcast.shutdownhook.enabled, false",
    "hazelcast.wait.seconds.before.join, 0",
    "hazelcast.max.wait.seconds.before.join, 0",
  })
  void setsTheEnginesProperties(String property, String value) throws Exception {
    assertEquals(value, config().getProperty(property));
  }

  /** Neither clients of the engine nor its REST interface are served, at no port. */
  @Test
  void servesMembersAlone() throws Exception {
    Config config = config();

    assertTrue(config.getAdvancedNetworkConfig().isEnabled());
    assertEquals(
        Set.of(EndpointQualifier.MEMBER),
        config.getAdvancedNetworkConfig().getEndpointConfigs().keySet());
    assertFalse(config.getNetworkConfig().getRestApiConfig().isEnabled());
  }

  @Test
  void waitsForAPeerAsLongAsTheJoinTimeout() throws Exception {
    assertEquals(7, endpoint(config()).getSocketConnectTimeoutSeconds());
  }

  @Test
  void neitherComputesNorLooksAround() throws Exception {
    Config config = config();

    assertFalse(config.getJetConfig().isEnabled());
    assertFalse(config.getMetricsConfig().isEnabled());
    assertFalse(config.getManagementCenterConfig().isScriptingEnabled());
    assertFalse(config.getUserCodeDeploymentConfig().isEnabled());
    assertFalse(join(config).getMulticastConfig().isEnabled());
    assertFalse(join(config).getAutoDetectionConfig().isEnabled());
  }

  @Test
  void hasTheMapsOfVertx() throws Exception {
    Config config = config();

    MultiMapConfig subscriptions = config.getMultiMapConfigs().get("__vertx.subs");
    assertEquals(1, subscriptions.getBackupCount());
    assertEquals(MultiMapConfig.ValueCollectionType.SET, subscriptions.getValueCollectionType());
    assertEquals(1, config.getMapConfigs().get("__vertx.haInfo").getBackupCount());
    assertEquals(1, config.getMapConfigs().get("__vertx.nodeInfo").getBackupCount());
  }

  @Test
  void listensOnTheAddressGivenAndNoOther() throws Exception {
    ServerSocketEndpointConfig network = endpoint(config());

    assertEquals(4162, network.getPort());
    assertFalse(network.isPortAutoIncrement());
    assertTrue(network.getInterfaces().isEnabled());
    assertEquals(List.of("127.0.0.1"), List.copyOf(network.getInterfaces().getInterfaces()));
    assertNull(network.getPublicAddress());
  }

  @Test
  void listensOnTheAddressOfAName() throws Exception {
    address = new Place("localhost", 4162);

    assertEquals(
        List.of("127.0.0.1"), List.copyOf(endpoint(config()).getInterfaces().getInterfaces()));
  }

  @ParameterizedTest
  @CsvSource({
    "no.such.host.invalid, no such host",
    "192.0.2.1, not an address of this machine", // one of those that are for examples
  })
  void doesNotListenElsewhere(String host, String trouble) {
    address = new Place(host, 4162);

    assertEquals(trouble, assertThrows(IOException.class, this::config).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.0.0.0", "::"})
  void findsItsAddressItselfWhenNoneIsGiven(String host) throws Exception {
    address = new Place(host, 4162);

    assertFalse(endpoint(config()).getInterfaces().isEnabled());
  }

  @ParameterizedTest
  @CsvSource({
    "lookupd-1, 0, lookupd-1",
    "lookupd-1, 4999, lookupd-1:4999",
    "::1, 4999, [::1]:4999",
  })
  void tellsOthersItsPublicAddress(String host, int port, String told) throws Exception {
    publicAddress = new Place(host, port);

    assertEquals(told, endpoint(config()).getPublicAddress());
  }

  @Test
  void looksForThePeersGiven() throws Exception {
    peers = List.of("127.0.0.1:4162", "127.0.0.2:4162");

    Config config = config();

    assertTrue(join(config).getTcpIpConfig().isEnabled());
    assertEquals(peers, join(config).getTcpIpConfig().getMembers());
    assertFalse(join(config).getKubernetesConfig().isEnabled());
  }

  @Test
  void looksForNobodyWithoutPeers() throws Exception {
    assertTrue(join(config()).getTcpIpConfig().isEnabled());
    assertEquals(List.of(), join(config()).getTcpIpConfig().getMembers());
  }

  @Test
  void looksForWhomDnsKnows() throws Exception {
    dns = "lookupd.nsq.svc.cluster.local";

    Config config = config();

    assertFalse(join(config).getTcpIpConfig().isEnabled());
    assertTrue(join(config).getKubernetesConfig().isEnabled());
    assertEquals(dns, join(config).getKubernetesConfig().getProperty("service-dns"));
    assertEquals("4162", join(config).getKubernetesConfig().getProperty("service-port"));
    assertNull(config.getProperty("hazelcast.wait.seconds.before.join"));
    assertNull(config.getProperty("hazelcast.max.wait.seconds.before.join"));
  }

  private static JoinConfig join(Config config) {
    return config.getAdvancedNetworkConfig().getJoin();
  }

  private static ServerSocketEndpointConfig endpoint(Config config) {
    return (ServerSocketEndpointConfig)
        config.getAdvancedNetworkConfig().getEndpointConfigs().get(EndpointQualifier.MEMBER);
  }

  private Config config() throws IOException {
    return HazelcastSettings.of(
        new ClusterSettings(
            "blue", address, NOWHERE, publicAddress, peers, dns, Duration.ofMillis(7_900)));
  }
}
