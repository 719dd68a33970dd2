package io.github.vertxnsq.lookupd.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Answers as they go out: a 4-byte size, then that many bytes. */
final class Responses {
  private static final Buffer OK = framed(new byte[] {'O', 'K'});

  private Responses() {}

  static Buffer ok() {
    return OK;
  }

  /** So many answers in a row. */
  static Buffer oks(int count) {
    Buffer all = Buffer.buffer(count * OK.length());
    for (int i = 0; i < count; i++) {
      all.appendBuffer(OK);
    }
    return all;
  }

  static Buffer error(WireError error) {
    return framed(error.text().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The answer to IDENTIFY, which tells nsqd where to ask over HTTP. */
  static Buffer identified(
      String broadcastAddress, String hostname, int tcpPort, int httpPort, String version) {
    return framed(
        new JsonObject()
            .put("broadcast_address", broadcastAddress)
            .put("hostname", hostname)
            .put("http_port", httpPort)
            .put("tcp_port", tcpPort)
            .put("version", version)
            .toBuffer()
            .getBytes());
  }

  private static Buffer framed(byte[] body) {
    return Buffer.buffer(Integer.BYTES + body.length).appendInt(body.length).appendBytes(body);
  }
}
