package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.github.vertxnsq.lookupd.config.AuthSettings;
import io.github.vertxnsq.lookupd.config.CommandLine;
import io.github.vertxnsq.lookupd.config.ConfigLoader;
import io.github.vertxnsq.lookupd.config.Healthcheck;
import io.github.vertxnsq.lookupd.config.HostAndPort;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.Options;
import io.github.vertxnsq.lookupd.config.Setting;
import io.github.vertxnsq.lookupd.config.Settings;
import io.github.vertxnsq.lookupd.config.TlsSettings;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pods are told is what the program takes, and fits the rest of the pod. */
@ExtendWith(VertxExtension.class)
class PodSettingsIT {
  private static final long MIB = 1L << 20;

  /** What the program says of itself: see its class {@code Program}. */
  private static final long LONGEST_STOP_SECONDS = 4;

  @TempDir private Path folder;
  private Vertx vertx;

  @BeforeEach
  void start(Vertx started) {
    vertx = started;
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void listensOnThePortsOfTheContainer(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    Options options = options(overlay, "10.0.0.1");

    Map<String, Integer> ports = new HashMap<>();
    ports.put("tcp", options.get(Settings.TCP_ADDRESS).port());
    ports.put("http", options.get(Settings.HTTP_ADDRESS).port());
    ports.put("health", options.get(Settings.HEALTH_ADDRESS).address().orElseThrow().port());
    options
        .get(TlsSettings.HTTPS_ADDRESS)
        .address()
        .ifPresent(address -> ports.put("https", address.port()));
    if (options.get(MembershipSettings.CLUSTER)) {
      ports.put("cluster", options.get(MembershipSettings.CLUSTER_ADDRESS).port());
      ports.put("bus", options.get(MembershipSettings.CLUSTER_BUS_ADDRESS).port());
    }
    assertEquals(ports, overlay.containerPorts());
    assertTrue(options.get(Settings.STRICT_CONFIG));
  }

  @Test
  void readsCertificatesAndTokensFromSecretsThatAreMounted() throws Exception {
    Overlay overlay = Overlay.render("secure");
    Options options = options(overlay, "10.0.0.1");
    List<String> folders =
        overlay.container().getVolumeMounts().stream().map(VolumeMount::getMountPath).toList();

    for (Setting<String> file :
        List.of(
            AuthSettings.AUTH_TOKEN_FILE,
            TlsSettings.TLS_CERT,
            TlsSettings.TLS_KEY,
            TlsSettings.CLUSTER_TLS_CERT,
            TlsSettings.CLUSTER_TLS_KEY,
            TlsSettings.CLUSTER_TLS_CA)) {
      Path path = Path.of(options.get(file));
      assertTrue(folders.contains(path.getParent().toString()), () -> file + ": " + path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void keepsWhatItKnowsOnAVolumeThatItMayWriteTo(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    String folder = options(overlay, "10.0.0.1").get(Settings.DATA_PATH);
    VolumeMount mount =
        overlay.container().getVolumeMounts().stream()
            .filter(each -> each.getMountPath().equals(folder))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not mounted: " + folder));

    assertEquals("data", mount.getName());
    assertEquals(null, mount.getReadOnly());
  }

  /** nsqd asks there over HTTP, in a cluster that very member. */
  @Test
  void aSingleDaemonIsKnownByItsService() throws Exception {
    Overlay overlay = Overlay.render("single");
    Options options = options(overlay, "10.0.0.1");

    assertEquals("nsqlookupd.nsq.svc", options.get(Settings.BROADCAST_ADDRESS));
    assertEquals("nsqlookupd", overlay.only(Service.class).getMetadata().getName());
    assertFalse(options.get(MembershipSettings.CLUSTER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "fd00::1"})
  void aMemberIsKnownByANameOfItsOwn(String address) throws Exception {
    Overlay overlay = Overlay.render("cluster");
    Options options = options(overlay, address);
    String peers = overlay.only(StatefulSet.class).getSpec().getServiceName();
    Service service = overlay.named(Service.class, peers);

    assertEquals("nsqlookupd-0." + peers + ".nsq.svc", options.get(Settings.BROADCAST_ADDRESS));
    assertEquals(peers, options.get(MembershipSettings.CLUSTER_DNS));
    assertEquals("None", service.getSpec().getClusterIP());
    assertEquals(true, service.getSpec().getPublishNotReadyAddresses());
    assertEquals(new HostAndPort(address, 4162), options.get(MembershipSettings.CLUSTER_ADDRESS));
  }

  /** Read by the program, strictly: a flag or a key that does not exist is refused. */
  private Options options(Overlay overlay, String address) throws Exception {
    RenderedPod pod = RenderedPod.of(overlay, "nsqlookupd-0", address);
    Map<Setting<?>, String> flags = new HashMap<>(flags(pod.arguments()));
    String file = mounted(overlay, Path.of(flags.get(Settings.CONFIG)));
    flags.put(Settings.CONFIG, Files.writeString(folder.resolve("mounted.toml"), file).toString());
    ConfigLoader loader =
        new ConfigLoader(vertx, flags, pod.environment(), ConfigLoader.SCAN_PERIOD);
    return loader
        .load()
        .eventually(loader::close)
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  /** What a file says that is mounted there. */
  private static String mounted(Overlay overlay, Path path) {
    return MountedVolume.of(overlay).stream()
        .filter(volume -> path.getParent().toString().equals(volume.folder()))
        .findFirst()
        .map(volume -> volume.files().get(path.getFileName().toString()))
        .orElseThrow(() -> new AssertionError("not mounted: " + path));
  }

  private static Map<Setting<?>, String> flags(List<String> arguments) {
    return CommandLine.parse(arguments)
        .fold(
            new CommandLine.Cases<Map<Setting<?>, String>>() {
              @Override
              public Map<Setting<?>, String> run(
                  Map<Setting<?>, String> flags, List<String> warnings) {
                assertEquals(List.of(), warnings);
                return flags;
              }

              @Override
              public Map<Setting<?>, String> help() {
                return fail("help");
              }

              @Override
              public Map<Setting<?>, String> version() {
                return fail("version");
              }

              @Override
              public Map<Setting<?>, String> newToken(String owner) {
                return fail("a new token");
              }

              @Override
              public Map<Setting<?>, String> healthcheck(
                  Healthcheck healthcheck, Map<Setting<?>, String> flags) {
                return fail("a health check");
              }

              @Override
              public Map<Setting<?>, String> refused(String trouble) {
                return fail(trouble);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void isGivenTheTimeThatItTakesToStop(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    long before = overlay.container().getLifecycle().getPreStop().getSleep().getSeconds();

    assertTrue(
        overlay.pod().getSpec().getTerminationGracePeriodSeconds() > before + LONGEST_STOP_SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void isGivenTheMemoryThatItTakes(String name) throws Exception {
    String image = Files.readString(Path.of("k8s", "container.options"));
    String every = Files.readString(Path.of("conf", "jvm.options"));
    long limit = bytes(Overlay.render(name).container().getResources().getLimits().get("memory"));
    long heap = limit * number("-XX:MaxRAMPercentage=(\\d+)", image) / 100;

    // Buffers outside of the heap take as much at most, and the rest was measured.
    assertTrue(2 * heap + 100 * MIB <= limit, () -> heap + " of " + limit);
    assertTrue(number("-Xms(\\d+)m", every) * MIB <= heap);
  }

  private static long bytes(Quantity quantity) {
    return quantity.getNumericalAmount().longValueExact();
  }

  private static long number(String pattern, String text) {
    Matcher found = Pattern.compile("(?m)^" + pattern + "$").matcher(text);
    assertTrue(found.find(), pattern);
    return Long.parseLong(found.group(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void mayDoNothingItDoesNotNeedTo(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    var pod = overlay.pod().getSpec().getSecurityContext();
    var container = overlay.container().getSecurityContext();

    assertTrue(pod.getRunAsNonRoot());
    assertEquals("RuntimeDefault", pod.getSeccompProfile().getType());
    assertEquals(Dockerfile.read().user(), pod.getRunAsUser() + ":" + pod.getRunAsGroup());
    assertEquals(pod.getRunAsGroup(), pod.getFsGroup());
    assertFalse(container.getAllowPrivilegeEscalation());
    assertTrue(container.getReadOnlyRootFilesystem());
    assertEquals(List.of("ALL"), container.getCapabilities().getDrop());
    assertEquals(List.of(), container.getCapabilities().getAdd());
    assertFalse(overlay.pod().getSpec().getEnableServiceLinks());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void isOfTheVersionThatIsBuilt(String name) throws Exception {
    assertEquals("nsqlookupd:" + projectVersion(), Overlay.render(name).container().getImage());
  }

  private static String projectVersion() throws IOException {
    Properties version = new Properties();
    try (InputStream file =
        Settings.class.getResourceAsStream("/io/github/vertxnsq/lookupd/version.properties")) {
      version.load(file);
    }
    return version.getProperty("project");
  }
}
