package io.github.vertxnsq.lookupd.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.spi.impl.executionservice.ExecutionService;
import com.hazelcast.spi.properties.ClusterProperty;
import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;

/** What the engine is told. It reads no file, and nothing of the environment. */
final class HazelcastSettings {
  private static final int ONE_MORE = 1;

  /** Each connection has one for reading and one for writing; the engine would take 128. */
  private static final int BUFFER_KB = 32;

  private final Config config = new Config();
  private final ClusterSettings settings;

  private HazelcastSettings(ClusterSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes the engine's configuration. May ask DNS for the address to listen on, and wait for it.
   *
   * @throws IOException if the host to listen on has no address, or none of this machine; the
   *     message says which
   */
  static Config of(ClusterSettings settings) throws IOException {
    return new HazelcastSettings(settings).make();
  }

  private Config make() throws IOException {
    config.setClusterName(settings.name());
    set(ClusterProperty.LOGGING_TYPE.getName(), "slf4j");
    doNothingElse();
    noticeSoonWhoIsGone();
    network();
    join();
    vertxOwnMaps();
    AllowedClasses.restrict(config);
    return config;
  }

  /** The engine can do much beside membership, which nobody here uses and an attacker could. */
  private void doNothingElse() {
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getManagementCenterConfig().setScriptingEnabled(false);
    config.getManagementCenterConfig().setConsoleEnabled(false);
    config.getManagementCenterConfig().setDataAccessEnabled(false);
    set(ClusterProperty.PHONE_HOME_ENABLED.getName(), "false");
    set(ClusterProperty.METRICS_ENABLED.getName(), "false");
    set(ClusterProperty.ENABLE_JMX.getName(), "false");
    set(ClusterProperty.HEALTH_MONITORING_LEVEL.getName(), "OFF");
    set(ClusterProperty.SLOW_OPERATION_DETECTOR_ENABLED.getName(), "false");
    set("hazelcast.diagnostics.enabled", "false");
    // Vert.x closes the engine in its turn; a hook of its own would end it before that.
    set(ClusterProperty.SHUTDOWNHOOK_ENABLED.getName(), "false");
  }

  private void set(String property, String value) {
    config.setProperty(property, value);
  }

  private void noticeSoonWhoIsGone() {
    set(ClusterProperty.HEARTBEAT_INTERVAL_SECONDS.getName(), "1");
    set(ClusterProperty.MAX_NO_HEARTBEAT_SECONDS.getName(), "5");
    set(ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS.getName(), "3");
    set(ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS.getName(), "2");
    // Each is handed over when a member comes or goes; the maps here hold next to nothing.
    set(ClusterProperty.PARTITION_COUNT.getName(), "31");
    // Who is asked to stop has few seconds: a member that hangs must not use them up.
    set(ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT.getName(), "2");
  }

  /**
   * Opens the one port for members. In the simple form of this configuration clients of the engine
   * and its REST interface would be served at the same port.
   */
  private void network() throws IOException {
    set(ClusterProperty.SOCKET_BIND_ANY.getName(), "false");
    Place address = settings.address();
    ServerSocketEndpointConfig members =
        new ServerSocketEndpointConfig().setPort(address.port()).setPortAutoIncrement(false);
    members
        .setSocketRcvBufferSizeKb(BUFFER_KB)
        .setSocketSendBufferSizeKb(BUFFER_KB)
        .setSocketConnectTimeoutSeconds((int) Math.max(1, settings.joinTimeout().toSeconds()));
    if (!address.isAnywhere()) {
      String ip = ownAddress(address.host());
      members.getInterfaces().setEnabled(true).addInterface(ip);
      if (ip.contains(":")) {
        set(ClusterProperty.PREFER_IPv4_STACK.getName(), "false");
      }
    }
    Place publicAddress = settings.publicAddress();
    if (publicAddress.hasHost()) {
      boolean samePort = publicAddress.port() == 0;
      members.setPublicAddress(samePort ? publicAddress.host() : publicAddress.toString());
    }
    config.getAdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(members);
    // Who is accepted proves who it is on one of these, as does this daemon where it connects.
    config.addExecutorConfig(
        new ExecutorConfig(ExecutionService.IO_EXECUTOR, 2 * Strangers.MAX_SILENT));
    // One thread reads and one writes: members tell each other little, and each has a selector.
    set(ClusterProperty.IO_THREAD_COUNT.getName(), "1");
  }

  /** The engine takes no names here, and explains at length what is no address of this machine. */
  private static String ownAddress(String host) throws IOException {
    InetAddress address;
    try {
      address = InetAddress.getAllByName(host)[0]; // what a socket would be bound to
    } catch (UnknownHostException e) {
      throw new IOException("no such host", e);
    }
    if (NetworkInterface.getByInetAddress(address) == null) {
      throw new BindException("not an address of this machine");
    }
    return address.getHostAddress();
  }

  private void join() {
    JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    if (settings.dns().isEmpty()) {
      joinPeers(join);
    } else {
      joinWhomDnsKnows(join);
    }
    set(ClusterProperty.TCP_JOIN_PORT_TRY_COUNT.getName(), "1");
  }

  /** Without peers this says as well that there is nobody to look for. */
  private void joinPeers(JoinConfig join) {
    join.getTcpIpConfig().setEnabled(true).setMembers(settings.peers());
    set(ClusterProperty.WAIT_SECONDS_BEFORE_JOIN.getName(), "0");
    set(ClusterProperty.MAX_WAIT_SECONDS_BEFORE_JOIN.getName(), "0");
  }

  /** Waits as long as is usual: without, members that start together miss each other. */
  private void joinWhomDnsKnows(JoinConfig join) {
    join.getTcpIpConfig().setEnabled(false);
    // Its mode for headless services: plain DNS, nothing of Kubernetes is asked.
    join.getKubernetesConfig()
        .setEnabled(true)
        .setProperty("service-dns", settings.dns())
        .setProperty("service-port", Integer.toString(settings.address().port()));
  }

  /** As Vert.x needs them: who listens to which address, and where a node's bus is. */
  private void vertxOwnMaps() {
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs")
            .setBackupCount(ONE_MORE)
            .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
    config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(ONE_MORE));
    config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(ONE_MORE));
  }
}
