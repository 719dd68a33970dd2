package io.github.vertxnsq.lookupd.config;

import io.vertx.core.json.JsonArray;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that can be set: what it is called in each source, what it takes, what it is unless
 * set. All there are, are listed by {@link Settings}.
 *
 * @param <T> the value's type
 */
public final class Setting<T> {
  /** Where a setting can be given; each place includes those before it. */
  enum Reach {
    COMMAND_LINE,
    ENVIRONMENT,
    FILE,
    /** In the file, and followed there while the daemon runs. */
    RUNNING_FILE
  }

  private final String flag;
  private final ValueType<T> type;
  private final String defaultText;
  private final Reach reach;
  private final String description;

  Setting(String flag, ValueType<T> type, String defaultText, Reach reach, String description) {
    this.flag = flag;
    this.type = type;
    this.defaultText = defaultText;
    this.reach = reach;
    this.description = description;
  }

  /** Returns the name on the command line, without dashes: {@code tcp-address}. */
  public String flag() {
    return flag;
  }

  /** Returns the name in the file: {@code tcp_address}. */
  public String key() {
    return flag.replace('-', '_');
  }

  /** Returns the name in the environment: {@code NSQLOOKUPD_TCP_ADDRESS}. */
  public String variable() {
    return "NSQLOOKUPD_" + key().toUpperCase(Locale.ROOT);
  }

  /** Returns the value it has unless set, written as one would set it. */
  public String defaultText() {
    return defaultText;
  }

  /**
   * Returns what it is for, in one line, in the words of the reference where it has the setting.
   */
  public String description() {
    return description;
  }

  /** Tells whether it can be given in the environment. */
  public boolean inEnvironment() {
    return reach.compareTo(Reach.ENVIRONMENT) >= 0;
  }

  /** Tells whether it can be given in the file. */
  public boolean inFile() {
    return reach.compareTo(Reach.FILE) >= 0;
  }

  /** Tells whether a change of the file takes effect while the daemon runs. */
  public boolean reloadable() {
    return reach == Reach.RUNNING_FILE;
  }

  /** Tells whether it takes no value on the command line, unless that follows an {@code =}. */
  boolean isSwitch() {
    return type.usageName().isEmpty();
  }

  /** Tells whether it says where this daemon listens. */
  boolean isListener() {
    return type.equals(ValueType.HOST_AND_PORT) || type.equals(ValueType.OPTIONAL_ADDRESS);
  }

  /**
   * Tells whether a source that gives this value gives nothing: whoever fills in a template for
   * which there is no value leaves it empty. Only where any text is a value, the empty one is too.
   */
  boolean isUnset(Object value) {
    boolean isEmptyList = value instanceof JsonArray list && list.isEmpty();
    return isEmptyList || ("".equals(value) && !type.equals(ValueType.TEXT));
  }

  /** Returns Go's word for the kind of value; empty for a switch. */
  String usageName() {
    return type.usageName();
  }

  /**
   * Reads a value from a source.
   *
   * @param value a text, or from the file also a number or a bool
   * @return the value, or empty if it is malformed or out of range
   */
  Optional<T> read(Object value) {
    return type.read(value);
  }

  /** Says what is wrong with a value that {@link #read} did not take. */
  String refusal(Object value) {
    return type.refusal(value);
  }

  /** Restores the type of a value that was stored under this setting. */
  T cast(Object value) {
    return type.javaType().cast(value);
  }

  @Override
  public String toString() {
    return flag;
  }
}
