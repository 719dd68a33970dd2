package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one member of a cluster takes over, the others know. */
@Timeout(120)
class SeededClusterIT {
  @Test
  void tellsTheOthersWhatItTookOver() throws Exception {
    try (LocalLookupd old = LocalLookupd.start();
        LocalCluster cluster = LocalCluster.start(1, LocalCluster.onLoopback())) {
      old.http().post("/channel/create?topic=orders&channel=billing");
      cluster.members().get(0).http().post("/channel/create?topic=orders&channel=archive");

      cluster.join(
          LocalCluster.onLoopback().with(Settings.SEED_FROM, "http://127.0.0.1:" + old.httpPort()));
      cluster.awaitStep();

      for (LocalCluster.Member member : cluster.members()) {
        assertEquals(
            "{\"channels\":[\"archive\",\"billing\"]}",
            member.http().get("/channels?topic=orders").text());
      }
    }
  }
}
