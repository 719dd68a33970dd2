package io.github.vertxnsq.lookupd.registry;

import java.util.List;

/**
 * What a consumer learns of a topic. Immutable.
 *
 * @param channels sorted
 * @param producers each node once, sorted by endpoint; tombstoned and silent ones are left out
 */
public record TopicView(List<String> channels, List<PeerInfo> producers) {}
