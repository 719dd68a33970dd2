package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayList;
import java.util.List;

/** Goes through all nsqds in order; those that come and go behind it are not seen. */
final class HeardGathering implements Gathering<List<HeardNode>> {
  private final RegistrationIndex index;
  private final Moment moment;
  private final List<HeardNode> heard = new ArrayList<>();
  private Endpoint last;

  HeardGathering(RegistrationIndex index, Moment moment) {
    this.index = index;
    this.moment = moment;
  }

  @Override
  public List<HeardNode> gather(int steps) {
    int left = steps;
    for (Node node : Listing.after(last, index.nodes()).values()) {
      if (left <= 0) {
        return null;
      }
      last = node.endpoint;
      long agoMillis = Long.MAX_VALUE;
      for (Producer producer : node.producers()) {
        agoMillis = Math.min(agoMillis, moment.since(producer.lastHeardMillis()));
        left--;
      }
      heard.add(new HeardNode(node.endpoint, agoMillis));
    }
    return List.copyOf(heard);
  }
}
