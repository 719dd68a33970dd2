package io.github.vertxnsq.lookupd.registry;

/** What a producer registers: a topic, or a channel of one. */
public sealed interface Name permits TopicName, ChannelName {

  /** The topic itself, or the topic that the channel belongs to. */
  TopicName topic();

  /** The name as it travels on the wire: for a channel, without its topic. */
  String text();

  /** Whether this goes away with its last producer. */
  default boolean isEphemeral() {
    return text().endsWith(NameSyntax.EPHEMERAL_SUFFIX);
  }
}
