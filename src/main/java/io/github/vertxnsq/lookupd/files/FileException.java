package io.github.vertxnsq.lookupd.files;

import io.github.vertxnsq.lookupd.logging.OneLine;

/**
 * A file that a setting names cannot be used. The message is for the operator: one line that names
 * the setting, the file and what is wrong.
 */
public final class FileException extends Exception {
  private static final long serialVersionUID = 1;

  FileException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}
