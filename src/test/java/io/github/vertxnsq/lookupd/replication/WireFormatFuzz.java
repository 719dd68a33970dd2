package io.github.vertxnsq.lookupd.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;

/** Any bytes are a message that can be sent on, or refused as undecodable. */
public final class WireFormatFuzz {
  private WireFormatFuzz() {}

  /** Fails on bytes that are neither. */
  public static void fuzzerTestOneInput(byte[] data) throws UndecodableException {
    ReplicationMessage message;
    try {
      message = WireFormat.decode(Buffer.buffer(data));
    } catch (UndecodableException refused) {
      assertTrue(
          refused.position() >= 0 && refused.position() <= data.length, refused.getMessage());
      return;
    }
    Buffer written = WireFormat.encode(message);
    ReplicationMessage again = WireFormat.decode(written);
    assertEquals(message, again);
    assertEquals(written, WireFormat.encode(again));
  }
}
