package io.github.vertxnsq.lookupd.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.process.Prometheus;
import io.github.vertxnsq.lookupd.tls.TestCa;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rules and the dashboard are about what the daemon shows, and Prometheus can work with it. */
@Timeout(180)
class MonitoringIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** A name of ours, of the JVM's or of Vert.x's, and the labels that it is narrowed down by. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:nsqlookupd|jvm|vertx|process|system)_\\w+)(?:\\{([^}]*)\\})?");

  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{([^}]*)\\})? ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*!?=~?\\s*\"[^\"]*\"");

  /** What Prometheus adds to every sample of a pod. */
  private static final Set<String> OF_THE_TARGET = Set.of("job", "namespace", "pod");

  @TempDir Path folder;
  private Monitoring monitoring;

  @BeforeEach
  void render() throws Exception {
    monitoring = Monitoring.render();
    monitoring.writeRules(folder.resolve("rules.yml"));
  }

  @Test
  void theRulesAreRules() throws Exception {
    promtool("check", "rules", "rules.yml");
  }

  @Test
  void theAlertsAreRaisedWhenTheyShouldBe() throws Exception {
    Files.write(folder.resolve("alerts.yml"), alertTests());
    promtool("test", "rules", "alerts.yml");
  }

  @Test
  void everyAlertIsTested() throws Exception {
    Set<String> raised = new TreeSet<>();
    for (JsonNode test : new YAMLMapper().readTree(alertTests()).path("tests")) {
      for (JsonNode alert : test.path("alert_rule_test")) {
        if (!alert.path("exp_alerts").isEmpty()) {
          raised.add(alert.path("alertname").asText());
        }
      }
    }
    assertEquals(new TreeSet<>(monitoring.alerts()), raised);
  }

  private static byte[] alertTests() throws IOException {
    try (InputStream file = MonitoringIT.class.getResourceAsStream("/kubernetes/alerts.yml")) {
      return file.readAllBytes();
    }
  }

  private void promtool(String... arguments) throws Exception {
    Prometheus.promtool(folder, arguments);
  }

  @Test
  void asksForWhatTheDaemonShows() throws Exception {
    try (DaemonProcess daemon = member()) {
      Map<String, Set<String>> shown = shown(daemon);
      for (String expression : monitoring.expressions()) {
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
          Set<String> labels = shown.get(selector.group(1));
          assertFalse(labels == null, () -> expression + ": not shown");
          Set<String> asked = labels(selector.group(2));
          asked.removeAll(OF_THE_TARGET);
          asked.removeAll(labels);
          assertEquals(Set.of(), asked, expression);
        }
      }
    }
  }

  /** Its metrics by name, each with the labels that it has. */
  private static Map<String, Set<String>> shown(DaemonProcess daemon) throws Exception {
    Map<String, Set<String>> shown = new TreeMap<>();
    Matcher sample = SAMPLE.matcher(new HttpProbe(daemon.httpPort()).get("/metrics").text());
    while (sample.find()) {
      shown
          .computeIfAbsent(sample.group(1), name -> new TreeSet<>())
          .addAll(labels(sample.group(2)));
    }
    return shown;
  }

  private static Set<String> labels(String text) {
    Set<String> labels = new TreeSet<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      labels.add(label.group(1));
    }
    return labels;
  }

  @Test
  void prometheusScrapesTheDaemonAndEvaluatesAll() throws Exception {
    try (DaemonProcess daemon = member();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("monitored", 0));
      producer.must("REGISTER orders billing");
      try (Prometheus prometheus = prometheus(daemon.httpPort())) {
        Eventually.holds(
            "it has samples of the daemon's",
            SOON,
            () -> prometheus.value("nsqlookupd_channels{pod=\"nsqlookupd-0\"}").equals("1"));
        assertEquals("1", prometheus.value("up{job=\"nsqlookupd\", namespace=\"nsq\"}"));
        for (String expression : monitoring.expressions()) {
          assertEquals("success", prometheus.query(expression).path("status").asText(), expression);
        }
        Eventually.holds(
            "every rule was evaluated", SOON, () -> health(prometheus.api()).equals(Set.of("ok")));
      }
    }
  }

  /** With all that there are metrics of. */
  private DaemonProcess member() throws Exception {
    Path cert = folder.resolve("crt");
    Path key = folder.resolve("key");
    TestCa.write(TestCa.named("monitored").issue("localhost"), cert, key);
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "admin nobody " + "0".repeat(64) + "\n");
    DaemonProcess daemon =
        DaemonProcess.start(
            "-https-address=127.0.0.1:0",
            "-tls-cert=" + cert,
            "-tls-key=" + key,
            "-auth-token-file=" + tokens,
            "-cluster",
            "-cluster-address=127.0.0.1:0",
            "-cluster-bus-address=:0",
            "-cluster-join-timeout=100ms");
    daemon.tcpPort(); // the last to open
    new HttpProbe(daemon.httpPort()).get("/ping"); // what counts requests begins with the first
    return daemon;
  }

  private Prometheus prometheus(int daemonPort) throws Exception {
    return Prometheus.start(
        folder,
        """
        global:
          scrape_interval: 1s
          evaluation_interval: 1s
        rule_files:
          - rules.yml
        scrape_configs:
          - job_name: nsqlookupd
            static_configs:
              - targets: ["127.0.0.1:%d"]
                labels: {namespace: nsq, pod: nsqlookupd-0}
        """
            .formatted(daemonPort));
  }

  private static Set<String> health(HttpProbe api) throws Exception {
    return Set.copyOf(api.get("/api/v1/rules").json().findValuesAsText("health"));
  }
}
