package io.github.vertxnsq.lookupd.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.vertxnsq.lookupd.files.FileReason;

/** Says in an operator's words why a file could not be read or parsed. */
final class FileTrouble {
  private FileTrouble() {}

  /**
   * Explains a failure.
   *
   * @param file the path as it was given
   * @param failure what vertx-config failed with
   */
  static ConfigException explain(String file, Throwable failure) {
    if (failure instanceof JsonProcessingException malformed) {
      return new ConfigException(
          "file " + file + position(malformed.getLocation()),
          malformed.getOriginalMessage(),
          malformed);
    }
    return new ConfigException("file " + file, FileReason.of(failure), failure);
  }

  private static String position(JsonLocation location) {
    return location == null
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
