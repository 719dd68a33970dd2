package io.github.vertxnsq.lookupd.registry;

import java.util.List;

/**
 * What a consumer learns of a topic. Immutable, and light: it refers to what the registry holds.
 *
 * @param channels sorted
 * @param producers each node once, sorted by endpoint; tombstoned and silent ones are left out
 */
public record TopicView(List<String> channels, List<Shown<PeerInfo>> producers) {}
