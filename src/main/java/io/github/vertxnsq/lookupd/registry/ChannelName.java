package io.github.vertxnsq.lookupd.registry;

import java.util.Optional;

/** A valid channel name together with the topic it belongs to. Ordered by topic, then channel. */
public final class ChannelName implements Name, Comparable<ChannelName> {
  private final TopicName topic;
  private final String text;

  private ChannelName(TopicName topic, String text) {
    this.topic = topic;
    this.text = text;
  }

  /** The channel {@code raw} of {@code topic}, or empty when {@code raw} is not a valid name. */
  public static Optional<ChannelName> parse(TopicName topic, String raw) {
    return NameSyntax.isValid(raw) ? Optional.of(new ChannelName(topic, raw)) : Optional.empty();
  }

  @Override
  public TopicName topic() {
    return topic;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public int compareTo(ChannelName other) {
    int byTopic = topic.compareTo(other.topic);
    return byTopic != 0 ? byTopic : text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChannelName that && text.equals(that.text) && topic.equals(that.topic);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + text.hashCode();
  }

  @Override
  public String toString() {
    return topic + ":" + text;
  }
}
