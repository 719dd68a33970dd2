package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a decoder must make of a stream, as simply as it can be said with all of it at hand. */
final class DecoderModel {
  private final String stream;
  private final int maxLine;
  private final int maxBody;
  private final List<String> records = new ArrayList<>();
  private int at;

  private DecoderModel(String stream, int maxLine, int maxBody) {
    this.stream = stream;
    this.maxLine = maxLine;
    this.maxBody = maxBody;
  }

  /** The records in the notation of {@link Recorder#events()}. */
  static List<String> recordsOf(String stream, int maxLine, int maxBody) {
    DecoderModel model = new DecoderModel(stream, maxLine, maxBody);
    model.read();
    return model.records;
  }

  private void read() {
    if (left() < 4) {
      return;
    }
    if (!take(4).equals("  V1")) {
      fail(WireError.BAD_PROTOCOL);
      return;
    }
    records.add("magic");
    boolean goesOn = true;
    while (goesOn) {
      goesOn = readLine();
    }
  }

  private boolean readLine() {
    int end = stream.indexOf('\n', at);
    int length = (end < 0 ? stream.length() : end) - at;
    if (length > maxLine) {
      return fail(WireError.lineTooLong(maxLine));
    }
    if (end < 0) {
      return false;
    }
    String line = take(length);
    take(1);
    records.add("line " + line);
    return switch (Recorder.following(line)) {
      case LINE -> true;
      case BODY -> readBody();
      case NOTHING -> false;
    };
  }

  private boolean readBody() {
    if (left() < Integer.BYTES) {
      return fail(WireError.NO_BODY_SIZE);
    }
    int size = ByteBuffer.wrap(take(Integer.BYTES).getBytes(ISO_8859_1)).getInt();
    if (size < 0 || size > maxBody) {
      return fail(WireError.badBodySize(size, maxBody));
    }
    if (left() < size) {
      return fail(WireError.NO_BODY);
    }
    String body = take(size);
    records.add("body " + body);
    return !Recorder.isLast(body);
  }

  private int left() {
    return stream.length() - at;
  }

  private String take(int count) {
    at += count;
    return stream.substring(at - count, at);
  }

  private boolean fail(WireError error) {
    records.add("error " + error.text());
    return false;
  }
}
