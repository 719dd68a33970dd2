package io.github.vertxnsq.lookupd.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.cluster.ClusterSettings.Place;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a member receives messages, and where it says so; nowhere is what the engine finds out. */
class BusPlaceTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "127.0.0.1, '', '', 127.0.0.1, -",
        "127.0.0.1, 127.0.0.2, '', 127.0.0.2, -",
        "127.0.0.1, 0.0.0.0, '', 0.0.0.0, 127.0.0.1",
        "0.0.0.0, '', '', -, -",
        "'', '', '', -, -",
        "0.0.0.0, 0.0.0.0, '', -, -",
        "0.0.0.0, 127.0.0.2, '', 127.0.0.2, -",
        "0.0.0.0, '', outside, 0.0.0.0, outside",
        "'', '', outside, 0.0.0.0, outside",
        "127.0.0.1, '', outside, 127.0.0.1, outside",
        "127.0.0.1, 127.0.0.2, outside, 127.0.0.2, outside",
      })
  void followsTheMembersHost(
      String address, String bus, String publicHost, String listensOn, String tells) {
    EventBusOptions options =
        ClusterEngine.eventBus(
            new ClusterSettings(
                "blue",
                new Place(address, 4162),
                new Place(bus, 4163),
                new Place(publicHost, 0),
                List.of(),
                "",
                Duration.ofSeconds(1)));

    assertEquals(listensOn, options.getHost());
    assertEquals(4163, options.getPort());
    assertEquals(tells, options.getClusterPublicHost());
    assertEquals(EventBusOptions.DEFAULT_CLUSTER_PUBLIC_PORT, options.getClusterPublicPort());
  }
}
