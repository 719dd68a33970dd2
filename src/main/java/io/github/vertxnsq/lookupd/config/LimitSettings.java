package io.github.vertxnsq.lookupd.config;

import static io.github.vertxnsq.lookupd.config.Setting.Reach.FILE;
import static io.github.vertxnsq.lookupd.config.Setting.Reach.RUNNING_FILE;
import static io.github.vertxnsq.lookupd.config.ValueType.POSITIVE_DURATION;
import static io.github.vertxnsq.lookupd.config.ValueType.wholeNumber;

import java.time.Duration;

/** How much of everything there may be. */
public final class LimitSettings {
  static final SettingsTable TABLE = new SettingsTable();

  /** The longest command line over TCP, in bytes. */
  public static final Setting<Integer> MAX_LINE_BYTES =
      TABLE.add(
          "max-line-bytes",
          wholeNumber(256, Integer.MAX_VALUE),
          "1024",
          FILE,
          "bytes a command over TCP may have, a longer one closes its connection");

  /** The largest body of an IDENTIFY, in bytes. */
  public static final Setting<Integer> MAX_IDENTIFY_BYTES =
      TABLE.add(
          "max-identify-bytes",
          wholeNumber(1024, 16 * 1024 * 1024),
          "65536",
          FILE,
          "bytes the body of an IDENTIFY may have, a larger one closes its connection");

  /** How many answers one TCP connection may leave unread before no more is read from it. */
  public static final Setting<Integer> MAX_PENDING_ANSWERS =
      TABLE.add(
          "max-pending-answers",
          wholeNumber(1, Integer.MAX_VALUE),
          "1024",
          FILE,
          "answers that may be pending on a TCP connection before it is no longer read from");

  /** How long a TCP connection may take to identify itself. */
  public static final Setting<Duration> IDENTIFY_TIMEOUT =
      TABLE.add(
          "identify-timeout",
          POSITIVE_DURATION,
          "30s",
          FILE,
          "duration of time a TCP client may take until its IDENTIFY");

  /** How many connections may be open at a time; 0 for what open-file limit and heap allow. */
  public static final Setting<Integer> MAX_CONNECTIONS =
      TABLE.add(
          "max-connections",
          wholeNumber(0, Integer.MAX_VALUE),
          "0",
          FILE,
          "connections that may be open at a time, 0 to derive it from the open-file limit and the heap");

  /** How many connections one address may have open at a time; 0 for any number. */
  public static final Setting<Integer> MAX_PRODUCERS_PER_ADDRESS =
      TABLE.add(
          "max-producers-per-address",
          wholeNumber(0, Integer.MAX_VALUE),
          "0",
          RUNNING_FILE,
          "connections over TCP that may be open from one address at a time, 0 for any number");

  /** How many connections may be open over HTTP at a time; 0 for what those allow. */
  public static final Setting<Integer> MAX_HTTP_CONNECTIONS =
      TABLE.add(
          "max-http-connections",
          wholeNumber(0, Integer.MAX_VALUE),
          "0",
          FILE,
          "HTTP connections that may be open at a time, 0 to derive it from the open-file limit and the heap");

  /** How long a request over HTTP may take to come whole. */
  public static final Setting<Duration> HTTP_REQUEST_TIMEOUT =
      TABLE.add(
          "http-request-timeout",
          POSITIVE_DURATION,
          "30s",
          FILE,
          "duration of time an HTTP request may take from its first byte to its last");

  /** How many requests over HTTP may be answered at a time; 0 for any number. */
  public static final Setting<Integer> MAX_REQUESTS_IN_FLIGHT =
      TABLE.add(
          "max-requests-in-flight",
          wholeNumber(0, Integer.MAX_VALUE),
          "10000",
          RUNNING_FILE,
          "HTTP requests that may be answered at a time, 0 for one of each connection");

  /** How many clients may wait for something to happen; 0 for a part of the HTTP connections. */
  public static final Setting<Integer> MAX_WATCHERS =
      TABLE.add(
          "max-watchers",
          wholeNumber(0, Integer.MAX_VALUE),
          "0",
          FILE,
          "HTTP clients that may wait for changes at a time, 0 for four fifths of the HTTP connections");

  /** How many topics there may be; 0 for any number. */
  public static final Setting<Integer> MAX_TOPICS =
      TABLE.add(
          "max-topics",
          wholeNumber(0, Integer.MAX_VALUE),
          "0",
          RUNNING_FILE,
          "topics that there may be, 0 for as many as there is memory for");

  /** How many channels a topic may have; 0 for any number. */
  public static final Setting<Integer> MAX_CHANNELS_PER_TOPIC =
      TABLE.add(
          "max-channels-per-topic",
          wholeNumber(0, Integer.MAX_VALUE),
          "0",
          RUNNING_FILE,
          "channels that a topic may have, 0 for as many as there is memory for");

  /** How many topics and channels one connection may register; 0 for any number. */
  public static final Setting<Integer> MAX_REGISTRATIONS_PER_PRODUCER =
      TABLE.add(
          "max-registrations-per-producer",
          wholeNumber(0, Integer.MAX_VALUE),
          "100000",
          RUNNING_FILE,
          "topics and channels that one producer may register, 0 for as many as there is memory"
              + " for");

  private LimitSettings() {}
}
