package io.github.vertxnsq.lookupd.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done shows in the metrics, under the right name and once. */
@Timeout(60)
final class MetersTest {

  @Test
  void everythingIsCountedOnce() throws Exception {
    try (LocalLookupd lookupd = LocalLookupd.start();
        ProducerConnection producer = lookupd.connect();
        ProducerConnection bad = lookupd.connect()) {
      producer.must("PING");
      producer.identify(ProducerIdentity.numbered("metered", 0));
      producer.must("REGISTER orders billing");
      producer.must("REGISTER others");
      producer.must("UNREGISTER others");
      producer.must("PING");
      assertTrue(bad.ask("REGISTER orders").startsWith("E_INVALID"));
      assertTrue(refusedBodySize(lookupd).startsWith("E_BAD_BODY"));
      HttpProbe http = lookupd.http();
      http.get("/lookup?topic=orders");
      http.get("/lookup?topic=orders");
      http.get("/lookup?topic=unknown");
      http.get("/lookup");
      http.post("/topic/create?topic=made");
      http.post("/channel/delete?topic=made&channel=unknown");
      http.post("/topic/tombstone?topic=orders&node=metered-0:5150");

      Map<String, Double> shown = metrics(http);
      assertEquals(2, commands(shown, "ping", "ok"));
      assertEquals(1, commands(shown, "identify", "ok"));
      assertEquals(2, commands(shown, "register", "ok"));
      assertEquals(1, commands(shown, "unregister", "ok"));
      assertEquals(1, commands(shown, "register", "e_invalid"));
      assertEquals(1, commands(shown, "identify", "e_bad_body"));
      assertEquals(1, commands(shown, "create", "ok"));
      assertEquals(1, commands(shown, "delete", "channel_not_found"));
      assertEquals(1, commands(shown, "tombstone", "ok"));
      assertEquals(2, shown.get("nsqlookupd_lookups_total{result=\"found\"}"));
      assertEquals(1, shown.get("nsqlookupd_lookups_total{result=\"not_found\"}"));
      assertEquals(1, shown.get("nsqlookupd_lookups_total{result=\"invalid\"}"));
      assertEquals(1, shown.get("nsqlookupd_producers"));
      assertEquals(1, shown.get("nsqlookupd_nodes"));
      assertEquals(3, shown.get("nsqlookupd_topics"));
      assertEquals(1, shown.get("nsqlookupd_channels"));
      assertEquals(2, shown.get("nsqlookupd_registrations"));
      assertEquals(1, shown.get("nsqlookupd_tombstones"));
      // Each command of the producer and of the administrator was a batch of its own.
      assertEquals(8, shown.get("nsqlookupd_registry_wait_seconds_count"));
    }
  }

  private static String refusedBodySize(LocalLookupd lookupd) throws Exception {
    try (ProducerConnection fat = lookupd.connect()) {
      fat.send("IDENTIFY\n").send(new byte[] {-1, -1, -1, -1});
      return fat.readAnswer();
    }
  }

  private static double commands(Map<String, Double> shown, String command, String result) {
    String name =
        "nsqlookupd_commands_total{command=\"" + command + "\",result=\"" + result + "\"}";
    return shown.getOrDefault(name, 0.0);
  }

  private static Map<String, Double> metrics(HttpProbe http) throws Exception {
    return http.get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("nsqlookupd_"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
  }
}
