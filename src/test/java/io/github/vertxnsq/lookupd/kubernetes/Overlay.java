package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code kubectl apply -k} would apply of one folder. */
final class Overlay {
  private static final Path FOLDERS = Path.of("k8s", "overlays");

  private final List<HasMetadata> objects;

  private Overlay(List<HasMetadata> objects) {
    this.objects = objects;
  }

  /** Has kubectl render one by its name. */
  static Overlay render(String name) throws Exception {
    return render(FOLDERS.resolve(name));
  }

  static Overlay render(Path folder) throws Exception {
    return new Overlay(StrictYaml.read(KubernetesTools.kubectl("kustomize", folder.toString())));
  }

  /** This one, where there is more that it does not make. */
  Overlay with(List<? extends HasMetadata> more) {
    return new Overlay(Stream.concat(objects.stream(), more.stream()).toList());
  }

  List<HasMetadata> objects() {
    return objects;
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The one of a kind with this name. */
  <T extends HasMetadata> T named(Class<T> type, String name) {
    return all(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
  }

  /** The only one of a kind. */
  <T extends HasMetadata> T only(Class<T> type) {
    List<T> all = all(type);
    assertEquals(1, all.size(), type::getSimpleName);
    return all.get(0);
  }

  /** Of the daemon, whatever runs it. */
  PodTemplateSpec pod() {
    return all(StatefulSet.class).isEmpty()
        ? only(Deployment.class).getSpec().getTemplate()
        : only(StatefulSet.class).getSpec().getTemplate();
  }

  LabelSelector workloadSelector() {
    return all(StatefulSet.class).isEmpty()
        ? only(Deployment.class).getSpec().getSelector()
        : only(StatefulSet.class).getSpec().getSelector();
  }

  /** The daemon's, which is the only one in its pod. */
  Container container() {
    List<Container> all = pod().getSpec().getContainers();
    assertEquals(1, all.size());
    return all.get(0);
  }

  /** By the name that others know them by. */
  Map<String, Integer> containerPorts() {
    return container().getPorts().stream()
        .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
  }
}
