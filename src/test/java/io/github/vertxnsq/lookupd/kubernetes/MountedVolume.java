package io.github.vertxnsq.lookupd.kubernetes;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A ConfigMap, a Secret or an empty disk where the kubelet mounts it in a pod. */
final class MountedVolume {
  private static final int EVERYBODY_READS = 0644;
  private static final int GROUP_WRITES = 0770;
  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  private final Overlay overlay;
  private final String folder;

  /** Null for a disk that the pod claims by itself. */
  private final Volume volume;

  private MountedVolume(Overlay overlay, String folder, Volume volume) {
    this.overlay = overlay;
    this.folder = folder;
    this.volume = volume;
  }

  /** Those of the pod. */
  static List<MountedVolume> of(Overlay overlay) {
    Map<String, Volume> volumes =
        overlay.pod().getSpec().getVolumes().stream()
            .collect(Collectors.toMap(Volume::getName, volume -> volume));
    return overlay.container().getVolumeMounts().stream()
        .map(
            mount -> new MountedVolume(overlay, mount.getMountPath(), volumes.get(mount.getName())))
        .toList();
  }

  /** Where it is in the container. */
  String folder() {
    return folder;
  }

  /** What is in its files, by name. */
  Map<String, String> files() {
    if (isDisk()) {
      return Map.of();
    }
    if (volume.getConfigMap() != null) {
      return overlay.named(ConfigMap.class, volume.getConfigMap().getName()).getData();
    }
    SecretVolumeSource source = volume.getSecret();
    boolean isThere =
        overlay.all(Secret.class).stream()
            .anyMatch(secret -> secret.getMetadata().getName().equals(source.getSecretName()));
    // The kubelet waits for one that is not optional; here that fails.
    return isThere || !Boolean.TRUE.equals(source.getOptional())
        ? overlay.named(Secret.class, source.getSecretName()).getStringData()
        : Map.of();
  }

  /** Puts all its files there, or in the place of those that were, in one step. */
  void mountIn(Container container) throws IOException {
    Path mounted = Files.createDirectories(container.file(folder));
    if (isDisk()) {
      giveToGroup(mounted, GROUP_WRITES);
      return;
    }
    Path version = Files.createDirectory(mounted.resolve(".." + System.nanoTime()));
    for (Map.Entry<String, String> file : files().entrySet()) {
      write(version.resolve(file.getKey()), file.getValue());
    }
    Path next = Files.createSymbolicLink(mounted.resolve("..data_tmp"), version.getFileName());
    Files.move(next, mounted.resolve("..data"), ATOMIC_MOVE);
    for (String name : files().keySet()) {
      if (!Files.exists(mounted.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(mounted.resolve(name), Path.of("..data", name));
      }
    }
  }

  /** Root's, which the daemon is not: it reads them as one of its group or of all. */
  private void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    giveToGroup(file, mode());
  }

  private void giveToGroup(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode);
    if (IS_ROOT) { // or whoever runs this is who runs the daemon
      long group = overlay.pod().getSpec().getSecurityContext().getFsGroup();
      Files.setAttribute(file, "unix:gid", (int) group);
    }
  }

  private boolean isDisk() {
    return volume == null || volume.getPersistentVolumeClaim() != null;
  }

  private int mode() {
    Integer mode =
        volume.getConfigMap() != null
            ? volume.getConfigMap().getDefaultMode()
            : volume.getSecret().getDefaultMode();
    return mode == null ? EVERYBODY_READS : mode;
  }
}
