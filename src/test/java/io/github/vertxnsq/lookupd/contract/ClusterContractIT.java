package io.github.vertxnsq.lookupd.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertxnsq.lookupd.LocalCluster;
import io.github.vertxnsq.lookupd.config.Settings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Three daemons keep the contract together, though every step goes to another one. */
class ClusterContractIT extends ContractSuite {
  private static LocalCluster cluster;

  private int turn;

  @BeforeAll
  static void start() {
    cluster =
        LocalCluster.start(
            3,
            LocalCluster.onLoopback()
                .with(Settings.TOMBSTONE_LIFETIME, "2s")
                .with(Settings.INACTIVE_PRODUCER_TIMEOUT, "4s"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Override
  Place next() {
    LocalCluster.Member member = cluster.members().get(turn++ % cluster.members().size());
    return new Place(member.tcpPort(), member.httpPort());
  }

  /** nsqadmin deletes a channel at every daemon: who comes second has nothing to complain of. */
  @Override
  JsonNode adapted(JsonNode step, List<JsonNode> before) {
    if (step.path(2).asText().startsWith("/channel/delete?") && step.path(3).asInt() == 404) {
      for (JsonNode earlier : before) {
        if (earlier.path(2).equals(step.path(2)) && earlier.path(3).asInt() == 200) {
          return earlier;
        }
      }
    }
    return step;
  }

  @Override
  void settle() throws Exception {
    cluster.awaitStep();
  }

  @Override
  Duration settling() {
    return Duration.ofSeconds(2);
  }
}
