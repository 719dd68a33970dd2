package io.github.vertxnsq.lookupd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.cluster.ClusterSettings;
import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import io.github.vertxnsq.lookupd.config.MembershipSettings;
import io.github.vertxnsq.lookupd.config.Options;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoiningTest {
  @Test
  void tellsTheClusterTheDefaults() {
    assertEquals(
        new ClusterSettings(
            "nsqlookupd",
            new Place("0.0.0.0", 4162),
            new Place("", 4163),
            new Place("", 0),
            List.of(),
            "",
            Duration.ofSeconds(10)),
        Joining.settings(Options.defaults()));
  }

  @Test
  void tellsTheClusterWhatIsSet() {
    assertEquals(
        new ClusterSettings(
            "blue",
            new Place("127.0.0.1", 1),
            new Place("127.0.0.2", 2),
            new Place("outside", 3),
            List.of("a:1", "[::1]:2"),
            "lookupd.svc",
            Duration.ofSeconds(1)),
        Joining.settings(
            Options.defaults()
                .with(MembershipSettings.CLUSTER_NAME, "blue")
                .with(MembershipSettings.CLUSTER_ADDRESS, "127.0.0.1:1")
                .with(MembershipSettings.CLUSTER_BUS_ADDRESS, "127.0.0.2:2")
                .with(MembershipSettings.CLUSTER_PUBLIC_ADDRESS, "outside:3")
                .with(MembershipSettings.CLUSTER_PEERS, "a:1,[::1]:2")
                .with(MembershipSettings.CLUSTER_DNS, "lookupd.svc")
                .with(MembershipSettings.CLUSTER_JOIN_TIMEOUT, "1s")));
  }
}
