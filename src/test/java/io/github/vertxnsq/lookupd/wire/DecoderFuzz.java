package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.TopicName;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;

/**
 * What a producer sends, however it is cut, is what the model finds in it, and each line is what
 * the protocol says it is.
 */
public final class DecoderFuzz {
  private static final int MAX_LINE = 100;
  private static final int MAX_BODY = 256;
  private static final int LONGEST_PIECE = 24;

  private DecoderFuzz() {}

  /** Fails on a stream that is not read as it should be. */
  public static void fuzzerTestOneInput(byte[] data) {
    List<String> expected =
        DecoderModel.recordsOf(new String(data, ISO_8859_1), MAX_LINE, MAX_BODY);
    assertEquals(expected, decode(data, () -> data.length), "whole");
    assertEquals(expected, decode(data, () -> 1), "byte by byte");
    Random cuts = new Random(Arrays.hashCode(data));
    assertEquals(expected, decode(data, () -> 1 + cuts.nextInt(LONGEST_PIECE)), "cut at random");
    expected.stream()
        .filter(record -> record.startsWith("line "))
        .map(record -> record.substring("line ".length()))
        .forEach(line -> assertEquals(request(line), RequestParser.parse(line, true)));
  }

  private static List<String> decode(byte[] data, IntSupplier sizes) {
    Recorder recorder = new Recorder();
    Decoder decoder = new Decoder(MAX_LINE, MAX_BODY, recorder);
    for (int from = 0; from < data.length; ) {
      int to = Math.min(data.length, from + sizes.getAsInt());
      decoder.feed(Buffer.buffer(Arrays.copyOfRange(data, from, to)));
      from = to;
    }
    decoder.end();
    return recorder.events();
  }

  /** What an identified producer asks for, word by word. */
  private static Request request(String line) {
    String[] words = line.replaceAll("^[ \t-\r]+|[ \t-\r]+\\z", "").split(" ", -1);
    return switch (words[0]) {
      case "PING" -> new Request.Ping();
      case "IDENTIFY" -> new Request.Bad("identify", WireError.IDENTIFY_AGAIN);
      case "REGISTER" ->
          named(words).<Request>map(Request.Register::new).orElseGet(() -> bad(words));
      case "UNREGISTER" ->
          named(words).<Request>map(Request.Unregister::new).orElseGet(() -> bad(words));
      default -> new Request.Bad("unknown", WireError.invalid("invalid command " + words[0]));
    };
  }

  private static Optional<Name> named(String[] words) {
    Optional<TopicName> topic = words.length < 2 ? Optional.empty() : TopicName.parse(words[1]);
    return hasChannel(words)
        ? topic.flatMap(known -> ChannelName.parse(known, words[2]))
        : topic.map(known -> known);
  }

  private static boolean hasChannel(String[] words) {
    return words.length > 2 && !words[2].isEmpty();
  }

  private static Request bad(String[] words) {
    String verb = words[0];
    WireError error;
    if (words.length < 2) {
      error = WireError.invalid(verb + " insufficient number of params");
    } else if (TopicName.parse(words[1]).isEmpty()) {
      error = WireError.badTopic(verb, words[1]);
    } else {
      error = WireError.badChannel(verb, words[2]);
    }
    return new Request.Bad(verb.equals("REGISTER") ? "register" : "unregister", error);
  }
}
