package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads one line, without its line feed. */
final class RequestParser {
  private static final Request PING = new Request.Ping();
  private static final Request IDENTIFY = new Request.Identify();

  private RequestParser() {}

  /**
   * What the line asks for.
   *
   * @param identified whether the connection has identified before
   */
  static Request parse(String line, boolean identified) {
    String[] words = trim(line).split(" ", -1);
    return switch (words[0]) {
      case "PING" -> PING;
      case "IDENTIFY" -> identified ? bad("IDENTIFY", WireError.IDENTIFY_AGAIN) : IDENTIFY;
      case "REGISTER" -> withName(words, identified, Request.Register::new);
      case "UNREGISTER" -> withName(words, identified, Request.Unregister::new);
      default -> new Request.Bad("unknown", WireError.invalid("invalid command " + words[0]));
    };
  }

  private static Request withName(
      String[] words, boolean identified, Function<Name, Request> request) {
    String verb = words[0];
    if (!identified) {
      return bad(verb, WireError.MUST_IDENTIFY);
    }
    if (words.length < 2) {
      return bad(verb, WireError.invalid(verb + " insufficient number of params"));
    }
    Optional<TopicName> topic = TopicName.parse(words[1]);
    if (topic.isEmpty()) {
      return bad(verb, WireError.badTopic(verb, words[1]));
    }
    if (words.length < 3 || words[2].isEmpty()) {
      return request.apply(topic.get());
    }
    Optional<ChannelName> channel = ChannelName.parse(topic.get(), words[2]);
    return channel.isEmpty()
        ? bad(verb, WireError.badChannel(verb, words[2]))
        : request.apply(channel.get());
  }

  private static Request bad(String verb, WireError error) {
    return new Request.Bad(verb.toLowerCase(Locale.ROOT), error);
  }

  /** Takes away what Go calls white space in ASCII; {@code String.strip} knows other characters. */
  private static String trim(String line) {
    int from = 0;
    int to = line.length();
    while (from < to && isSpace(line.charAt(from))) {
      from++;
    }
    while (from < to && isSpace(line.charAt(to - 1))) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
