package io.github.vertxnsq.lookupd.wire;

/**
 * The end of a connection that is told why it ends. Nothing follows that, but for a while what
 * still comes is read and thrown away, since a reset would destroy what it is told.
 */
final class Farewell {
  private static final long MAX_BYTES = 16L << 20;
  private static final long MAX_MILLIS = 2_000;

  private final Connection connection;
  private final long sinceMillis;
  private long bytes;

  /** Says it. The connection is closed when the other side ends too, or sends too much. */
  Farewell(Connection connection, WireError error) {
    this.connection = connection;
    this.sinceMillis = connection.nowMillis();
    connection.writeLast(Responses.error(error));
  }

  void received(int length) {
    bytes += length;
    if (bytes > MAX_BYTES) {
      connection.close();
    }
  }

  void inputEnded() {
    connection.close();
  }

  /** Whether the other side goes on for too long. */
  boolean isOverdue(long nowMillis) {
    return nowMillis - sinceMillis > MAX_MILLIS;
  }
}
