package io.github.vertxnsq.lookupd.replication;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Bytes that are written one after the other, as {@link BytesIn} reads them. */
final class BytesOut {
  private static final int MAX_VARINT = 10;

  private byte[] bytes;
  private int size;

  /**
   * @param capacity in bytes; there may be more
   */
  BytesOut(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  private void reserve(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
    }
  }

  void octet(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Unsigned LEB128: seven bits a byte, the lowest first; 1 to 10 bytes. */
  void varint(long value) {
    reserve(MAX_VARINT);
    size = putVarint(size, value);
  }

  private int putVarint(int at, long value) {
    int i = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[i++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[i++] = (byte) rest;
    return i;
  }

  /** A varint where small negative numbers are short too (0, -1, 1, -2 are 0, 1, 2, 3). */
  void signed(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  /** Four bytes, the highest first. */
  void fixedInt(int value) {
    reserve(Integer.BYTES);
    for (int shift = Integer.SIZE - 8; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Eight bytes, the highest first. */
  void fixedLong(long value) {
    fixedInt((int) (value >>> Integer.SIZE));
    fixedInt((int) value);
  }

  /** The characters of a name, one byte each. */
  void ascii(String text) {
    int length = text.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  /** Any text, its number of bytes before it. */
  void text(String text) {
    int length = Utf8.length(text);
    varint(length);
    utf8(text, length);
  }

  /**
   * Any text, without its length.
   *
   * @param length as of {@link Utf8#length}
   */
  void utf8(String text, int length) {
    reserve(length);
    Utf8.put(text, bytes, size);
    size += length;
  }

  /**
   * Begins a record, whose length is to be written before it.
   *
   * @return for {@link #endRecord}
   */
  int beginRecord() {
    octet(0);
    return size;
  }

  /** Ends the record that began there. */
  void endRecord(int begin) {
    int length = size - begin;
    if (length <= 0x7F) {
      bytes[begin - 1] = (byte) length;
      return;
    }
    // Few records are that long: those are moved, the others need not be measured first.
    int more = sizeOfVarint(length) - 1;
    reserve(more);
    System.arraycopy(bytes, begin, bytes, begin + more, length);
    putVarint(begin - 1, length);
    size += more;
  }

  private static int sizeOfVarint(int value) {
    return (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7;
  }

  /** All that was written to {@code other}. */
  void append(BytesOut other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  Buffer toBuffer() {
    return Buffer.buffer(size).appendBytes(bytes, 0, size);
  }
}
