package io.github.vertxnsq.lookupd.replication;

/** How one daemon hears another one; the order is that of the codes, which count from 0. */
public enum Hearing {
  /** What it says is heard, and taken. */
  HEARD(0, ""),
  /** Nothing that could be taken has come from it for some seconds, or yet. */
  SILENT(1, "nothing is heard from it"),
  /** What it says is stamped more than an hour ahead. */
  CLOCK(2, "its clock is more than an hour ahead"),
  /** What it says cannot be read, as it is of another version. */
  UNREADABLE(3, "its messages cannot be read");

  /** In messages. */
  final int code;

  /** For people, of whom it is about. */
  final String text;

  Hearing(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Whether what it says is refused, for a reason that does not pass with one lost message. */
  boolean isRefusal() {
    return this == CLOCK || this == UNREADABLE;
  }
}
