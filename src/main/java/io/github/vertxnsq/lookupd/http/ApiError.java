package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.registry.Refusal;

/** Every error there is, with its status; the name is the {@code message} of the answer. */
public enum ApiError {
  MISSING_ARG_TOPIC(400),
  MISSING_ARG_CHANNEL(400),
  MISSING_ARG_NODE(400),
  INVALID_ARG_TOPIC(400),
  INVALID_ARG_CHANNEL(400),
  INVALID_ARG_WAIT(400),
  INVALID_REQUEST(400),
  UNAUTHORIZED(401),
  /** To be asked for over TLS; nsqadmin and nsqd take any other 403 for this one. */
  TLS_REQUIRED(403),
  /** A page of another site asks, or one under a host that may be anybody's. */
  CROSS_SITE(403),
  TOPIC_NOT_FOUND(404),
  CHANNEL_NOT_FOUND(404),
  NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  BODY_TOO_LARGE(413),
  /** Of this address, which brought wrong tokens again and again. */
  TOO_MANY_FAILURES(429),
  INTERNAL_ERROR(500),
  REGISTRY_FULL(503),
  MAX_TOPICS_REACHED(503),
  MAX_CHANNELS_PER_TOPIC_REACHED(503),
  BUSY(503),
  /** What would be changed could not be written down. */
  AUDIT_LOG_FULL(503),
  MAX_REQUESTS_IN_FLIGHT_REACHED(503),
  MAX_WATCHERS_REACHED(503),
  /** The daemon has no full copy of its cluster yet. */
  NOT_READY(503);

  private final int status;

  ApiError(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  /** HTTP's word for what the registry refused. */
  static ApiError of(Refusal refusal) {
    return switch (refusal) {
      case CHANNEL_NOT_FOUND -> CHANNEL_NOT_FOUND;
      case NO_ROOM -> REGISTRY_FULL;
      case NOT_READY -> NOT_READY;
      case MAX_TOPICS_REACHED -> MAX_TOPICS_REACHED;
      case MAX_CHANNELS_PER_TOPIC_REACHED -> MAX_CHANNELS_PER_TOPIC_REACHED;
      // No command over HTTP is of a producer.
      case UNKNOWN_PRODUCER, MAX_REGISTRATIONS_PER_PRODUCER_REACHED -> INTERNAL_ERROR;
    };
  }
}
