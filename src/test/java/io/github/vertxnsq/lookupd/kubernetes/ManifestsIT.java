package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of each overlay exist as Kubernetes has them, and fit together. */
class ManifestsIT {
  private static final Set<String> FOR_ANYBODY = Set.of("tcp", "http", "https", "health");

  /** With one it notices that a connection is gone, with the next it connects. */
  private static final int NSQD_PING_SECONDS = 15;

  static Stream<Path> folders() throws IOException {
    try (Stream<Path> overlays = Files.list(Path.of("k8s", "overlays"))) {
      return Stream.concat(Stream.of(Path.of("k8s", "base")), overlays.toList().stream());
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void hasNothingThatKubernetesDoesNotKnow(Path folder) throws Exception {
    List<HasMetadata> objects = Overlay.render(folder).objects();

    assertFalse(objects.isEmpty());
    for (HasMetadata object : objects) {
      assertEquals("nsqlookupd", object.getMetadata().getLabels().get("app.kubernetes.io/name"));
    }
  }

  /** The README's folder, beside a copy of ours. */
  @Test
  void isTheBaseOfWhatTheReadmeSays(@TempDir Path folder) throws Exception {
    Matcher own =
        Pattern.compile("(?s)```yaml\n# mine/(\\S+?\\.yaml)\\b.*?\n(.*?)```")
            .matcher(Files.readString(Path.of("README.md")));
    Path mine = Files.createDirectory(folder.resolve("mine"));
    while (own.find()) {
      Files.writeString(mine.resolve(own.group(1)), own.group(2));
    }
    copy(Path.of("k8s"), folder.resolve("k8s"));

    Overlay overlay = Overlay.render(mine);

    assertEquals(
        "registry.example.org/" + Overlay.render("cluster").container().getImage(),
        overlay.container().getImage());
    assertEquals("nsq", overlay.only(Namespace.class).getMetadata().getName());
    for (HasMetadata object : overlay.objects()) {
      if (!(object instanceof Namespace)) {
        assertEquals("nsq", object.getMetadata().getNamespace());
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagePulPolicy: Always", "securityContext: {runAsRot: false}"})
  void noticesAFieldThatKubernetesDoesNotKnow(String field) {
    String pod =
        """
        apiVersion: apps/v1
        kind: Deployment
        spec:
          template:
            spec:
              containers:
                - name: nsqlookupd
                  %s
        """;

    IOException told = assertThrows(IOException.class, () -> StrictYaml.read(pod.formatted(field)));
    assertTrue(told.getMessage().contains("Unrecognized field"), told.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void everySelectorSelectsThePods(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    Map<String, String> labels = overlay.pod().getMetadata().getLabels();

    assertSelects(overlay.workloadSelector(), labels);
    for (Service service : overlay.all(Service.class)) {
      assertTrue(labels.entrySet().containsAll(service.getSpec().getSelector().entrySet()));
    }
    for (NetworkPolicy policy : overlay.all(NetworkPolicy.class)) {
      assertSelects(policy.getSpec().getPodSelector(), labels);
    }
    assertSelects(
        Overlay.render("monitoring").only(PodMonitor.class).getSpec().getSelector(), labels);
  }

  static void assertSelects(LabelSelector selector, Map<String, String> labels) {
    assertFalse(selector.getMatchLabels().isEmpty());
    assertTrue(labels.entrySet().containsAll(selector.getMatchLabels().entrySet()));
    assertTrue(selector.getMatchExpressions().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void everyPortIsOneOfTheContainers(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    Map<String, Integer> ports = overlay.containerPorts();

    for (Service service : overlay.all(Service.class)) {
      for (ServicePort port : service.getSpec().getPorts()) {
        assertEquals(ports.get(port.getTargetPort().getStrVal()), port.getPort());
      }
    }
    for (Probe probe :
        List.of(
            overlay.container().getStartupProbe(),
            overlay.container().getLivenessProbe(),
            overlay.container().getReadinessProbe())) {
      assertEquals("health", probe.getHttpGet().getPort().getStrVal());
    }
    String scraped =
        Overlay.render("monitoring")
            .only(PodMonitor.class)
            .getSpec()
            .getPodMetricsEndpoints()
            .get(0)
            .getPort();
    assertTrue(ports.containsKey(scraped), scraped);
    assertTrue(Dockerfile.read().ports().containsAll(ports.values()));
  }

  /** Ports that no policy opens are closed: each selects the pods, which makes the rest refused. */
  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void opensThePeersPortsToPeersOnly(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    Map<String, String> labels = overlay.pod().getMetadata().getLabels();
    Set<String> opened = new HashSet<>();

    for (NetworkPolicy policy : overlay.all(NetworkPolicy.class)) {
      assertEquals(List.of("Ingress"), policy.getSpec().getPolicyTypes());
      for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
        Set<String> ports =
            rule.getPorts().stream()
                .map(NetworkPolicyPort::getPort)
                .map(port -> port.getStrVal())
                .collect(Collectors.toSet());
        opened.addAll(ports);
        if (!FOR_ANYBODY.containsAll(ports)) {
          assertEquals(1, rule.getFrom().size());
          assertSelects(rule.getFrom().get(0).getPodSelector(), labels);
          assertEquals(null, rule.getFrom().get(0).getNamespaceSelector());
        }
      }
    }
    assertEquals(overlay.containerPorts().keySet(), opened);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void everyVolumeIsThereAndIsMounted(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    List<Volume> volumes = overlay.pod().getSpec().getVolumes();
    Stream<String> claimed =
        overlay.all(StatefulSet.class).stream()
            .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
            .map(claim -> claim.getMetadata().getName());

    assertEquals(
        Stream.concat(volumes.stream().map(Volume::getName), claimed).sorted().toList(),
        overlay.container().getVolumeMounts().stream().map(VolumeMount::getName).sorted().toList());
    for (Volume volume : volumes) {
      if (volume.getConfigMap() != null) {
        overlay.named(ConfigMap.class, volume.getConfigMap().getName());
      } else if (volume.getPersistentVolumeClaim() != null) {
        overlay.named(
            PersistentVolumeClaim.class, volume.getPersistentVolumeClaim().getClaimName());
      } else {
        boolean isOptional = !name.equals("secure");
        assertEquals(isOptional, volume.getSecret().getOptional(), volume::getName);
        assertEquals(0440, volume.getSecret().getDefaultMode(), volume::getName);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "cluster", "secure"})
  void runsAsAnAccountWithoutAToken(String name) throws Exception {
    Overlay overlay = Overlay.render(name);
    String account = overlay.pod().getSpec().getServiceAccountName();

    assertFalse(overlay.named(ServiceAccount.class, account).getAutomountServiceAccountToken());
    assertFalse(overlay.pod().getSpec().getAutomountServiceAccountToken());
  }

  @Test
  void takesMembersAwayOneByOneAndKeepsThemApart() throws Exception {
    Overlay overlay = Overlay.render("cluster");
    Map<String, String> labels = overlay.pod().getMetadata().getLabels();
    StatefulSetSpec members = overlay.only(StatefulSet.class).getSpec();
    PodDisruptionBudgetSpec disruption = overlay.only(PodDisruptionBudget.class).getSpec();
    PodAffinityTerm apart =
        overlay
            .pod()
            .getSpec()
            .getAffinity()
            .getPodAntiAffinity()
            .getPreferredDuringSchedulingIgnoredDuringExecution()
            .get(0)
            .getPodAffinityTerm();
    TopologySpreadConstraint spread = overlay.pod().getSpec().getTopologySpreadConstraints().get(0);

    assertEquals(3, members.getReplicas());
    assertEquals("Parallel", members.getPodManagementPolicy());
    assertEquals(2 * NSQD_PING_SECONDS, members.getMinReadySeconds());
    assertEquals(1, disruption.getMaxUnavailable().getIntVal());
    assertSelects(disruption.getSelector(), labels);
    assertEquals("kubernetes.io/hostname", apart.getTopologyKey());
    assertSelects(apart.getLabelSelector(), labels);
    assertEquals("topology.kubernetes.io/zone", spread.getTopologyKey());
    assertSelects(spread.getLabelSelector(), labels);
  }

  @Test
  void theMonitoringIsOfTheSameNamespaceAndHasAJobThatTheRulesKnow() throws Exception {
    PodMonitor monitor = Overlay.render("monitoring").only(PodMonitor.class);

    assertEquals(null, monitor.getSpec().getNamespaceSelector());
    assertEquals(
        "nsqlookupd",
        Overlay.render("cluster")
            .pod()
            .getMetadata()
            .getLabels()
            .get(monitor.getSpec().getJobLabel()));
  }
}
