package io.github.vertxnsq.lookupd.hostile.arena;

import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Who registers what attackers ask for then; all of it goes when they do. */
final class Grounds {
  /** A topic with much to tell, as it is written in a request. */
  static final String FAT = "fat%23ephemeral";

  private static final String REGISTER_FAT = "REGISTER fat#ephemeral\n";

  /** As much as one field may have; more is refused. */
  private static final String LONG = "h".repeat(255);

  private Grounds() {}

  /** Producers that tell 20 KB of themselves, if that may be. */
  static Crowd talkative(int count) {
    String large = "h".repeat(20_000);
    return Crowd.of(count, Port.TCP)
        .begins(
            i ->
                Wire.identify(ProducerIdentity.numbered("talkative", i).withHostname(large))
                    + REGISTER_FAT)
        .isAnswered(2 * Wire.OK_BYTES);
  }

  /** Many producers, whose fields are as long as they may be: 1.5 KB each. */
  static Crowd producers(int count) {
    return Crowd.of(count, Port.TCP)
        .begins(i -> Wire.identify(longest(i)) + REGISTER_FAT)
        .isAnswered(2 * Wire.OK_BYTES);
  }

  static ProducerIdentity longest(int number) {
    return new ProducerIdentity(
        (number + LONG).substring(0, 255), 4150, 4151, LONG, LONG, LONG, LONG);
  }

  /** Topics with names of 60 characters; at most 100,000 are one producer's. */
  static Crowd topics(int producers, int each) {
    return Crowd.of(producers, Port.TCP)
        .begins(
            i ->
                Wire.identify(ProducerIdentity.numbered("registrar", i))
                    + Wire.registerTopics("p" + i + "x", each))
        .isAnswered((long) each * Wire.OK_BYTES);
  }

  /** One topic with many channels. */
  static Crowd channels(int count) {
    String lines =
        IntStream.range(0, count)
            .mapToObj(i -> "REGISTER fat#ephemeral " + Wire.longName("c", i) + "\n")
            .collect(Collectors.joining());
    return Crowd.of(1, Port.TCP)
        .begins(Wire.identify(ProducerIdentity.numbered("channels", 0)) + lines)
        .isAnswered((long) count * Wire.OK_BYTES);
  }
}
