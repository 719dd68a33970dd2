package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.vertxnsq.lookupd.docs.Readme;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.process.Prometheus;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus finds every nsqd, as README says, and loses it when it leaves. */
@Timeout(180)
final class PrometheusDiscoveryIT {
  /** Prometheus takes five seconds to act on what it was told. */
  private static final Duration SOON = Duration.ofSeconds(60);

  private static final String IN_README = "http://127.0.0.1:4161/prometheus/sd";

  /** What it finds as it stands, beside what README makes of it. */
  private static final String AS_IT_STANDS =
      """
        - job_name: plain
          scrape_interval: 1s
          scrape_timeout: 1s
          http_sd_configs:
            - url: URL
      """;

  private static final List<String> HOSTILE =
      List.of(
          "\"],\"labels\":{\"job\":\"other\"}},{\"targets\":[\"x",
          "evil.example/path?query#",
          "a\nb\r\0\u001b[2K",
          "<script>alert(1)</script>",
          "${1}{{ $labels.job }}%zz \\",
          "\u2028\ud83d\ude00",
          "::::");

  @TempDir private Path folder;

  @Test
  void theConfigurationInReadmeIsOne() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), readmeConfig());
    Prometheus.promtool(folder, "check", "config", "prometheus.yml");
  }

  @Test
  void everyNodeIsATargetWithItsLabelsUntilItLeaves() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection good = connect(daemon, "127.0.0.1", daemon.httpPort(), "good");
        ProducerConnection overIpv6 = connect(daemon, "::1", 4151, "six");
        Prometheus prometheus = Prometheus.start(folder, config(daemon.httpPort()))) {
      HttpProbe api = prometheus.api();
      String goodAddress = "127.0.0.1:" + daemon.httpPort();
      awaitTargets(api, "nsqd", Map.of("127.0.0.1:9117", "good in z", "[::1]:9117", "six in z"));
      awaitTargets(api, "plain", Map.of(goodAddress, "- in -", "[::1]:4151", "- in -"));
      JsonNode discovered = target(api, goodAddress).path("discoveredLabels");
      assertEquals("good", discovered.path("__meta_nsqd_hostname").asText());
      assertEquals("1.3.0", discovered.path("__meta_nsqd_version").asText());
      assertEquals("z", discovered.path("__meta_nsqd_topology_zone").asText());
      assertEquals("r", discovered.path("__meta_nsqd_topology_region").asText());
      assertEquals("127.0.0.1", discovered.path("__meta_nsqd_broadcast_address").asText());
      assertEquals("4150", discovered.path("__meta_nsqd_tcp_port").asText());

      overIpv6.shutdownOutput();
      awaitTargets(api, "nsqd", Map.of("127.0.0.1:9117", "good in z"));
      awaitTargets(api, "plain", Map.of(goodAddress, "- in -"));
      good.must("PING");
    }
  }

  @Test
  void nobodySpoilsItForTheOthers() throws Exception {
    List<ProducerConnection> hostile = new ArrayList<>();
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection good = connect(daemon, "127.0.0.1", daemon.httpPort(), "good");
        Prometheus prometheus = Prometheus.start(folder, config(daemon.httpPort()))) {
      HttpProbe api = prometheus.api();
      String up = "up{job=\"plain\",instance=\"127.0.0.1:" + daemon.httpPort() + "\"}";
      Eventually.holds("the good one is scraped", SOON, () -> prometheus.value(up).equals("1"));

      for (String text : HOSTILE) {
        hostile.add(connect(daemon, text, 4151, text));
      }
      hostile.add(connect(daemon, "odd", -1, "minus"));
      hostile.add(connect(daemon, "odd", 70_000, "too much"));
      hostile.add(connect(daemon, "late", 4151, "late"));

      Eventually.holds(
          "one that came last is a target", SOON, () -> !target(api, "late:4151").isMissingNode());
      Eventually.holds("the good one is scraped yet", SOON, () -> prometheus.value(up).equals("1"));
      JsonNode plain = target(api, "127.0.0.1:" + daemon.httpPort());
      assertEquals("up", plain.path("health").asText());
      for (JsonNode one : active(api)) {
        String job = one.at("/labels/job").asText();
        assertEquals(one.path("scrapePool").asText(), job, "which nobody else can choose");
      }
      good.must("PING");
    } finally {
      for (ProducerConnection one : hostile) {
        one.close();
      }
    }
  }

  private static ProducerConnection connect(
      DaemonProcess daemon, String address, int httpPort, String hostname) throws Exception {
    ProducerConnection producer = ProducerConnection.open(daemon.tcpPort());
    producer.identify(new ProducerIdentity(address, 4150, httpPort, "1.3.0", hostname, "z", "r"));
    return producer;
  }

  private static String readmeConfig() throws IOException {
    List<String> blocks = Readme.read().section("Service discovery for Prometheus").yaml();
    assertEquals(1, blocks.size());
    return blocks.get(0);
  }

  /** Asks every second, not every minute. */
  private static String config(int daemonPort) throws IOException {
    String url = "http://127.0.0.1:" + daemonPort + "/prometheus/sd";
    return (readmeConfig() + AS_IT_STANDS.replace("URL", IN_README))
        .replaceAll("( +)- url: .*", "$0\n$1  refresh_interval: 1s")
        .replace(IN_README, url);
  }

  /** Of this job there are these targets and no others; a dash stands for a label not there. */
  private static void awaitTargets(HttpProbe api, String job, Map<String, String> wanted)
      throws Exception {
    Eventually.holds(
        "targets of " + job + " are " + wanted, SOON, () -> targets(api, job).equals(wanted));
  }

  private static Map<String, String> targets(HttpProbe api, String job) throws Exception {
    Map<String, String> targets = new TreeMap<>();
    for (JsonNode target : active(api)) {
      JsonNode labels = target.path("labels");
      if (labels.path("job").asText().equals(job)) {
        targets.put(
            labels.path("instance").asText(),
            labels.path("hostname").asText("-") + " in " + labels.path("zone").asText("-"));
      }
    }
    return targets;
  }

  private static JsonNode target(HttpProbe api, String instance) throws Exception {
    for (JsonNode target : active(api)) {
      if (target.at("/labels/instance").asText().equals(instance)) {
        return target;
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode active(HttpProbe api) throws Exception {
    return api.get("/api/v1/targets?state=active").json().at("/data/activeTargets");
  }
}
