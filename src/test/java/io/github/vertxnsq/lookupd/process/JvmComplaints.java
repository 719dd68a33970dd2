package io.github.vertxnsq.lookupd.process;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a JVM says of its flags and files, and of what it was not allowed. On stderr are also the
 * daemon's log, and whatever a library prints when a machine is slow, which is that library's.
 */
public final class JvmComplaints {
  private static final Pattern FORM =
      Pattern.compile(
          "^(OpenJDK 64-Bit Server VM |WARNING: |Error: |Unrecognized |\\[[0-9.]+s\\]\\[(warning|error))"
              + "|hs_err_pid|Read-only file system");

  private JvmComplaints() {}

  /** Those among these lines. */
  public static List<String> in(List<String> stderr) {
    return stderr.stream().filter(FORM.asPredicate()).toList();
  }
}
