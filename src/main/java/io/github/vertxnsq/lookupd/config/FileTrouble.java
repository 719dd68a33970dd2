package io.github.vertxnsq.lookupd.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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
    return new ConfigException("file " + file, reason(rootOf(failure)), failure);
  }

  private static String position(JsonLocation location) {
    return location == null
        ? ""
        : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String reason(Throwable root) {
    if (root instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (root instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (root instanceof FileSystemException other && other.getReason() != null) {
      return other.getReason();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }
}
