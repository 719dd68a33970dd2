package io.github.vertxnsq.lookupd.registry;

import java.util.Optional;

/** A valid topic name: 1 to 64 characters, so never empty and never a wildcard. */
public final class TopicName implements Name, Comparable<TopicName> {
  private final String text;

  private TopicName(String text) {
    this.text = text;
  }

  /** The name, or empty when {@code raw} is not a valid one. */
  public static Optional<TopicName> parse(String raw) {
    return NameSyntax.isValid(raw) ? Optional.of(new TopicName(raw)) : Optional.empty();
  }

  @Override
  public TopicName topic() {
    return this;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public int compareTo(TopicName other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicName that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
