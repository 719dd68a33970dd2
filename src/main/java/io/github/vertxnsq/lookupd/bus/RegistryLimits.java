package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.limits.Limit;
import io.github.vertxnsq.lookupd.registry.Bounds;
import io.github.vertxnsq.lookupd.registry.Refusal;

/**
 * The limits that the registry decides by.
 *
 * @param topics on how many there are
 * @param channelsPerTopic on how many each topic has
 * @param registrationsPerProducer on how many topics and channels each producer holds
 */
public record RegistryLimits(Limit topics, Limit channelsPerTopic, Limit registrationsPerProducer) {

  /** What they are now. */
  public Bounds bounds() {
    return new Bounds(topics.max(), channelsPerTopic.max(), registrationsPerProducer.max());
  }

  /** The limit for whose sake the registry refused; null when it had another reason. */
  Limit behind(Refusal refusal) {
    return switch (refusal) {
      case MAX_TOPICS_REACHED -> topics;
      case MAX_CHANNELS_PER_TOPIC_REACHED -> channelsPerTopic;
      case MAX_REGISTRATIONS_PER_PRODUCER_REACHED -> registrationsPerProducer;
      case NO_ROOM, NOT_READY, UNKNOWN_PRODUCER, CHANNEL_NOT_FOUND -> null;
    };
  }
}
