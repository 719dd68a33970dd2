package io.github.vertxnsq.lookupd.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.bus.ClusterView;
import io.github.vertxnsq.lookupd.metrics.ClusterMeters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ViewsTest {
  @Test
  void whoIsListedAndNotHeardIsMissing() {
    ClusterView view =
        new ClusterView(
            new ClusterView.Node(1, "one"),
            true,
            "",
            List.of(member(1, true), member(2, true), member(3, false)),
            List.of(),
            0,
            Map.of(),
            0,
            List.of(new ClusterView.Missing("10.0.0.4:4162", "refused")));

    ClusterMeters.Figures figures = Views.figures(view);

    assertEquals(2, figures.members());
    assertEquals(2, figures.missing());
  }

  private static ClusterView.Member member(int number, boolean present) {
    return new ClusterView.Member(
        number, "member" + number, "10.0.0." + number + ":4162", present, present, "");
  }
}
