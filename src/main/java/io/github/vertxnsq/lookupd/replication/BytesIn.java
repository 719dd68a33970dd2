package io.github.vertxnsq.lookupd.replication;

import static io.github.vertxnsq.lookupd.replication.UndecodableException.Reason.MALFORMED;
import static io.github.vertxnsq.lookupd.replication.UndecodableException.Reason.UNKNOWN_VERSION;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Reads what {@link BytesOut} wrote. Whoever wrote it is not trusted: nothing is read beyond the
 * record that is being read, and nothing is allocated but for bytes that are there.
 */
final class BytesIn {
  private final byte[] bytes;
  private int position;

  /** The record that is being read ends there. */
  private int end;

  BytesIn(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  /** What no version writes was found here. */
  UndecodableException malformed(String what) {
    return new UndecodableException(MALFORMED, what, position);
  }

  /** What a later version may have written was found here. */
  UndecodableException unknown(String what) {
    return new UndecodableException(UNKNOWN_VERSION, what, position);
  }

  /** How many bytes are left of the record that is being read. */
  int left() {
    return end - position;
  }

  private void need(int count, String what) throws UndecodableException {
    if (count > left()) {
      throw malformed(what + " is cut off");
    }
  }

  int octet() throws UndecodableException {
    need(1, "byte");
    return bytes[position++] & 0xFF;
  }

  long varint() throws UndecodableException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      need(1, "number");
      byte next = bytes[position];
      if (shift == 63 && next != 0 && next != 1) {
        throw malformed("number of more than 64 bits");
      }
      position++;
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new AssertionError("the tenth byte is 0 or 1");
  }

  /** A number of which no version writes one below 0. */
  long natural() throws UndecodableException {
    long value = varint();
    if (value < 0) {
      throw malformed("number of 64 bits");
    }
    return value;
  }

  long signed() throws UndecodableException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  int fixedInt() throws UndecodableException {
    need(Integer.BYTES, "number");
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | (bytes[position++] & 0xFF);
    }
    return value;
  }

  long fixedLong() throws UndecodableException {
    need(Long.BYTES, "number");
    return (long) fixedInt() << Integer.SIZE | (fixedInt() & 0xFFFF_FFFFL);
  }

  /**
   * How many records follow.
   *
   * @param least size of each, in bytes, 1 or more
   */
  int count(int least) throws UndecodableException {
    int at = position;
    long count = varint();
    if (count < 0 || count > left() / least) {
      position = at;
      throw malformed("more records than there are bytes");
    }
    return (int) count;
  }

  private int length(long length) throws UndecodableException {
    if (length < 0 || length > left()) {
      throw malformed("length beyond the end");
    }
    return (int) length;
  }

  /** One byte a character. */
  String latin1(long byteCount) throws UndecodableException {
    int length = length(byteCount);
    String text = new String(bytes, position, length, ISO_8859_1);
    position += length;
    return text;
  }

  String text() throws UndecodableException {
    return utf8(varint());
  }

  String utf8(long byteCount) throws UndecodableException {
    int length = length(byteCount);
    String text = Utf8.read(bytes, position, position + length);
    if (text == null) {
      throw malformed("text that is not UTF-8");
    }
    position += length;
    return text;
  }

  /**
   * Begins to read a record.
   *
   * @return where what surrounds it ends, for {@link #endRecord}
   */
  int beginRecord() throws UndecodableException {
    int length = length(varint());
    int outerEnd = end;
    end = position + length;
    return outerEnd;
  }

  /** Skips what is left of the record: a later version has more to tell. */
  void endRecord(int outerEnd) {
    position = end;
    end = outerEnd;
  }
}
