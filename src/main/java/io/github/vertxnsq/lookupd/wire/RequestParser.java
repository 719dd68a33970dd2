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
    String text = trim(line);
    String verb = wordAt(0, text);
    return switch (verb) {
      case "PING" -> PING;
      case "IDENTIFY" -> identified ? bad(verb, WireError.IDENTIFY_AGAIN) : IDENTIFY;
      case "REGISTER" -> withName(verb, text, identified, Request.Register::new);
      case "UNREGISTER" -> withName(verb, text, identified, Request.Unregister::new);
      default -> new Request.Bad("unknown", WireError.invalid("invalid command " + verb));
    };
  }

  private static Request withName(
      String verb, String text, boolean identified, Function<Name, Request> request) {
    if (!identified) {
      return bad(verb, WireError.MUST_IDENTIFY);
    }
    if (verb.length() == text.length()) {
      return bad(verb, WireError.invalid(verb + " insufficient number of params"));
    }
    String topicWord = wordAt(verb.length() + 1, text);
    Optional<TopicName> topic = TopicName.parse(topicWord);
    if (topic.isEmpty()) {
      return bad(verb, WireError.badTopic(verb, topicWord));
    }
    int channelAt = verb.length() + 1 + topicWord.length() + 1;
    String channelWord = channelAt < text.length() ? wordAt(channelAt, text) : "";
    if (channelWord.isEmpty()) {
      return request.apply(topic.get());
    }
    Optional<ChannelName> channel = ChannelName.parse(topic.get(), channelWord);
    return channel.isEmpty()
        ? bad(verb, WireError.badChannel(verb, channelWord))
        : request.apply(channel.get());
  }

  /** What stands from there to the next space. Not split: nearly all lines have few words. */
  private static String wordAt(int from, String text) {
    int end = text.indexOf(' ', from);
    return text.substring(from, end < 0 ? text.length() : end);
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
