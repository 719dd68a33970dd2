package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A pod of an overlay as the kubelet makes it: what it is told. */
final class RenderedPod {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

  private final Overlay overlay;
  private final Map<String, String> environment;

  private RenderedPod(Overlay overlay, Map<String, String> environment) {
    this.overlay = overlay;
    this.environment = environment;
  }

  /** The pod of this name and address, in the namespace {@code nsq}. */
  static RenderedPod of(Overlay overlay, String name, String address) {
    Map<String, String> facts =
        Map.of(
            "metadata.name", name,
            "metadata.namespace", "nsq",
            "status.podIP", address);
    return new RenderedPod(
        overlay,
        overlay.container().getEnv().stream()
            .collect(Collectors.toMap(EnvVar::getName, each -> value(each, facts))));
  }

  private static String value(EnvVar variable, Map<String, String> facts) {
    return variable.getValue() != null
        ? variable.getValue()
        : facts.get(variable.getValueFrom().getFieldRef().getFieldPath());
  }

  Map<String, String> environment() {
    return environment;
  }

  /** The program, without arguments. */
  String program() {
    List<String> command = overlay.container().getCommand();
    assertEquals(1, command.size(), command::toString);
    return command.get(0);
  }

  /** The arguments, with what they take from the environment. */
  List<String> arguments() {
    return overlay.container().getArgs().stream().map(this::expand).toList();
  }

  private String expand(String argument) {
    Matcher reference = REFERENCE.matcher(argument);
    return reference.replaceAll(
        found -> {
          String value = environment.get(found.group(1));
          // The kubelet would leave it as it is, and say nothing.
          assertTrue(value != null, () -> argument + ": no such variable");
          return Matcher.quoteReplacement(value);
        });
  }
}
