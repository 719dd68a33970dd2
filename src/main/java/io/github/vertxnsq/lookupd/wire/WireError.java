package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.registry.Refusal;

/**
 * An answer that ends the connection, unless there was no room for what was to be registered.
 *
 * @param code {@code E_…}
 * @param description what was wrong; empty for {@code E_BAD_PROTOCOL}
 */
record WireError(String code, String description) {
  private static final String BAD_BODY = "E_BAD_BODY";

  /** In characters. */
  private static final int MAX_LOGGED = 200;

  static final WireError BAD_PROTOCOL = new WireError("E_BAD_PROTOCOL", "");
  static final WireError MUST_IDENTIFY = invalid("client must IDENTIFY");
  static final WireError IDENTIFY_AGAIN = invalid("cannot IDENTIFY again");
  static final WireError NO_BODY_SIZE = badBody("IDENTIFY failed to read body size");
  static final WireError NO_BODY = badBody("IDENTIFY failed to read body");
  static final WireError NOT_JSON = badBody("IDENTIFY failed to decode JSON body");
  static final WireError MISSING_FIELDS = badBody("IDENTIFY missing fields");
  static final WireError TOO_MANY_OF_ADDRESS = limit("max-producers-per-address");

  static WireError invalid(String description) {
    return new WireError("E_INVALID", description);
  }

  static WireError badBody(String description) {
    return new WireError(BAD_BODY, description);
  }

  static WireError lineTooLong(int limit) {
    return invalid("line is longer than " + limit + " bytes");
  }

  static WireError badBodySize(int size, int limit) {
    return badBody("IDENTIFY body size " + size + " is not between 0 and " + limit);
  }

  static WireError badTopic(String verb, String topic) {
    return new WireError("E_BAD_TOPIC", verb + " topic name '" + topic + "' is not valid");
  }

  static WireError badChannel(String verb, String channel) {
    return new WireError("E_BAD_CHANNEL", verb + " channel name '" + channel + "' is not valid");
  }

  private static WireError limit(String flag) {
    return new WireError("E_LIMIT", "-" + flag + " is reached");
  }

  /** The protocol's word for what was refused behind it. */
  static WireError of(Refusal refusal) {
    return switch (refusal) {
      case NO_ROOM -> new WireError("E_FULL", "no room for more registrations");
      case MAX_TOPICS_REACHED -> limit("max-topics");
      case MAX_CHANNELS_PER_TOPIC_REACHED -> limit("max-channels-per-topic");
      case MAX_REGISTRATIONS_PER_PRODUCER_REACHED -> limit("max-registrations-per-producer");
      case UNKNOWN_PRODUCER -> MUST_IDENTIFY;
      case CHANNEL_NOT_FOUND, NOT_READY ->
          throw new IllegalArgumentException("not asked for over TCP");
    };
  }

  boolean isOfIdentify() {
    return code.equals(BAD_BODY);
  }

  /**
   * Cut where it is longer than any answer to an honest producer: thousands may wait to be logged.
   */
  String textForLog() {
    String text = text();
    return text.length() <= MAX_LOGGED ? text : text.substring(0, MAX_LOGGED) + "...";
  }

  String text() {
    return description.isEmpty() ? code : code + " " + description;
  }
}
