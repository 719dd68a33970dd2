package io.github.vertxnsq.lookupd.files;

import java.nio.file.Path;

/**
 * A file that a setting names.
 *
 * @param setting its name, as on the command line but without dashes
 * @param path as it was given
 */
public record NamedFile(String setting, Path path) {
  /** Says that the file cannot be used. */
  public FileException unusable(String trouble) {
    return unusable(trouble, null);
  }

  /**
   * Says that the file cannot be used.
   *
   * @param cause null for none
   */
  public FileException unusable(String trouble, Throwable cause) {
    return new FileException(this + ": " + trouble, cause);
  }

  /**
   * Says that the file cannot be used because of one of its lines.
   *
   * @param line from 1 on
   */
  public FileException unusable(int line, String trouble) {
    return new FileException(this + ", line " + line + ": " + trouble, null);
  }

  @Override
  public String toString() {
    return setting + ": file " + path;
  }
}
