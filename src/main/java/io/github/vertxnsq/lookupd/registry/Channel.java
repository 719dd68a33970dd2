package io.github.vertxnsq.lookupd.registry;

/** A channel that exists. */
final class Channel extends Subject {
  private final ChannelName name;
  private final Topic topic;

  Channel(ChannelName name, Topic topic) {
    this.name = name;
    this.topic = topic;
  }

  /** A topic takes its channels along. */
  @Override
  boolean isRemoved() {
    return super.isRemoved() || topic.isRemoved();
  }

  @Override
  ChannelName name() {
    return name;
  }

  @Override
  Topic topic() {
    return topic;
  }
}
