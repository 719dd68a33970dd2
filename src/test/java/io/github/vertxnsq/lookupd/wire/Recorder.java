package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/**
 * Notes what a decoder gives, and fails when anything comes after the last. A body follows {@code
 * IDENTIFY}; nothing follows {@code STOP}, nor a body that begins with an S.
 */
final class Recorder implements Decoder.Receiver {
  private final List<String> events = new ArrayList<>();
  private int consumed;
  private boolean over;

  /** {@code magic}, {@code line …}, {@code body …}, {@code error …}, one character a byte. */
  List<String> events() {
    return events;
  }

  /** Bytes of the stream that were in these records, but for the sizes of bodies. */
  int consumed() {
    return consumed;
  }

  /** Whether nothing may come any more. */
  boolean isOver() {
    return over;
  }

  static Decoder.Next following(String line) {
    return switch (line.trim().split(" ", -1)[0]) {
      case "IDENTIFY" -> Decoder.Next.BODY;
      case "STOP" -> Decoder.Next.NOTHING;
      default -> Decoder.Next.LINE;
    };
  }

  static boolean isLast(String body) {
    return body.startsWith("S");
  }

  @Override
  public void magic(String spoken) {
    if (spoken.equals("  V1")) {
      note("magic", 4);
    }
  }

  @Override
  public Decoder.Next line(String line) {
    note("line " + line, line.length() + 1);
    over = following(line) == Decoder.Next.NOTHING;
    return following(line);
  }

  @Override
  public boolean body(byte[] body) {
    String text = new String(body, ISO_8859_1);
    note("body " + text, Integer.BYTES + body.length);
    over = isLast(text);
    return !over;
  }

  @Override
  public void error(WireError error) {
    note("error " + error.text(), 0);
    over = true;
  }

  private void note(String event, int bytes) {
    if (over) {
      throw new AssertionError("after the last: " + event);
    }
    events.add(event);
    consumed += bytes;
  }
}
