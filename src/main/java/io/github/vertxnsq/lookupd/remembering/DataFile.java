package io.github.vertxnsq.lookupd.remembering;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.vertxnsq.lookupd.replication.ReplicationMessage;
import io.github.vertxnsq.lookupd.replication.WireFormat;

/**
 * What is in the file, one after the other:
 *
 * <pre>
 * magic     "NSQLKPD" and a line feed, 8 bytes
 * version   4 bytes
 * owner     2 bytes of length and so many of UTF-8: the daemon that wrote it
 * page*     4 bytes of length, 8 of the wall clock when it was read in milliseconds since 1970,
 *           and a message as of {@link WireFormat}, so long
 * end       4 bytes, 0
 * length    8 bytes: of all before this
 * checksum  4 bytes: CRC-32C of all before this
 * </pre>
 *
 * <p>Numbers begin with their highest byte. Written and read in one go, and never on an event loop.
 */
final class DataFile {
  /** Of another version nothing can be read; to be raised when the message's format changes. */
  static final int VERSION = 1;

  static final byte[] MAGIC = "NSQLKPD\n".getBytes(US_ASCII);
  static final int BUFFER_SIZE = 64 << 10;

  private DataFile() {}

  /**
   * A part of what was known.
   *
   * @param wallMillis when it was read, by the wall clock, since 1970
   */
  record Page(ReplicationMessage told, long wallMillis) {}
}
