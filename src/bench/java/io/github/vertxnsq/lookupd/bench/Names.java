package io.github.vertxnsq.lookupd.bench;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which topics there are, and which of them a producer has: a window of {@code perProducer} topics
 * that moves on by its width from each producer to the next, so that all topics have equally many
 * producers. Each topic comes with one channel, so that a topic of a producer is two registrations.
 *
 * @param prefix what the topics' names begin with
 * @param topics how many there are; at least {@code perProducer}
 * @param perProducer how many of them each producer has
 */
public record Names(String prefix, int topics, int perProducer) {
  /** A topic and its channel. */
  public static final int REGISTRATIONS_PER_TOPIC = 2;

  private static final String CHANNEL = "archive";

  /**
   * @throws IllegalArgumentException if there are fewer topics than a producer has
   */
  public Names {
    if (topics < perProducer) {
      throw new IllegalArgumentException(perProducer + " topics a producer, but only " + topics);
    }
  }

  /** The name of a topic, all of one length up to a million. */
  public String topic(int number) {
    return "%s-%06d".formatted(prefix, number);
  }

  /** What registers a topic and its channel, with the line's end. */
  public String register(int topic) {
    return "REGISTER " + topic(topic) + " " + CHANNEL + "\n";
  }

  /** The number of the producer's topic at this place. */
  public int topicOf(int producer, int place) {
    return (int) (((long) producer * perProducer + place) % topics);
  }

  /** The paths at which consumers look these topics up. */
  public Stream<String> lookupPaths() {
    return IntStream.range(0, topics).mapToObj(this::lookupPath);
  }

  /** The path at which consumers look this topic up. */
  public String lookupPath(int topic) {
    return "/lookup?topic=" + topic(topic);
  }
}
