package io.github.vertxnsq.lookupd.config;

import io.github.vertxnsq.lookupd.logging.OneLine;

/**
 * A setting, or the file it stands in, cannot be used. The message is for the operator: one line
 * that names the source and the key, whatever the source contains.
 */
public final class ConfigException extends RuntimeException {
  /**
   * Refuses a source.
   *
   * @param source where the trouble is: {@code flag -tcp-address}
   * @param trouble what it is
   */
  ConfigException(String source, String trouble) {
    super(OneLine.of(source + ": " + trouble));
  }

  ConfigException(String source, String trouble, Throwable cause) {
    super(OneLine.of(source + ": " + trouble), cause);
  }
}
