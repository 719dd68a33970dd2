package io.github.vertxnsq.lookupd.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the monitoring overlay asks of Prometheus. */
final class Monitoring {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrometheusRule rules;
  private final JsonNode dashboard;

  private Monitoring(PrometheusRule rules, JsonNode dashboard) {
    this.rules = rules;
    this.dashboard = dashboard;
  }

  static Monitoring render() throws Exception {
    Overlay overlay = Overlay.render("monitoring");
    String dashboard = overlay.only(ConfigMap.class).getData().get("nsqlookupd.json");
    return new Monitoring(overlay.only(PrometheusRule.class), JSON.readTree(dashboard));
  }

  /** Writes the rules as Prometheus itself reads them. */
  void writeRules(Path file) throws Exception {
    JSON.writeValue(file.toFile(), rules.getSpec()); // JSON is YAML
  }

  List<String> alerts() {
    return rules().map(Rule::getAlert).toList();
  }

  /** The expressions of rules and panels, with the dashboard's variables filled in. */
  List<String> expressions() {
    List<String> all = new ArrayList<>(rules().map(rule -> rule.getExpr().getStrVal()).toList());
    dashboard
        .findValuesAsText("expr")
        .forEach(
            expression ->
                all.add(expression.replace("$namespace", "nsq").replace("$__rate_interval", "1m")));
    return all;
  }

  private Stream<Rule> rules() {
    return rules.getSpec().getGroups().stream().flatMap(group -> group.getRules().stream());
  }
}
