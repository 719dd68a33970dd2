package io.github.vertxnsq.lookupd.registry;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.util.Map;
import java.util.Set;

/**
 * What of a {@link TopicDetail} follows from who holds what and who is listed.
 *
 * @param channels how many nodes hold each
 * @param holders all of the topic
 * @param listed those of them that are neither silent nor have a tombstone
 */
record DetailAsExpected(
    Map<String, Integer> channels, Set<Endpoint> holders, Set<Endpoint> listed) {
  static DetailAsExpected of(TopicDetail detail) {
    return new DetailAsExpected(
        detail.channels().stream()
            .collect(toMap(TopicDetail.Channel::name, TopicDetail.Channel::holders)),
        detail.holders().stream().map(holder -> holder.peer().endpoint()).collect(toSet()),
        detail.holders().stream()
            .filter(holder -> !holder.silent() && holder.tombstoneMillis().isEmpty())
            .map(holder -> holder.peer().endpoint())
            .collect(toSet()));
  }
}
