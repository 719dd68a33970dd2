package io.github.vertxnsq.lookupd.files;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in an operator's words why a file could not be read. */
public final class FileReason {
  private FileReason() {}

  /**
   * Explains a failure by what lies at the bottom of it.
   *
   * @return a part of a sentence, without the file's name
   */
  public static String of(Throwable failure) {
    Throwable root = rootOf(failure);
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
