package io.github.vertxnsq.lookupd.bench.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

/** A connection whose every line, and whose IDENTIFY with its body, is answered with OK. */
final class BareConnection {
  private static final Buffer OK = Buffer.buffer().appendInt(2).appendString("OK");
  private static final String LINE_END = "\n";

  private enum Expected {
    LINE,
    SIZE,
    BODY
  }

  private final NetSocket socket;
  private final RecordParser records = RecordParser.newDelimited(LINE_END);
  private Expected expected = Expected.LINE;

  private BareConnection(NetSocket socket) {
    this.socket = socket;
  }

  static void serve(NetSocket socket) {
    BareConnection connection = new BareConnection(socket);
    connection.records.setOutput(connection::received);
    socket.handler(connection.records);
  }

  private void received(Buffer part) {
    switch (expected) {
      case LINE -> {
        // The fleet sends the magic, two spaces and V1, in front of IDENTIFY, and no space else.
        if (part.getByte(0) == ' ') {
          expected = Expected.SIZE;
          records.fixedSizeMode(Integer.BYTES);
        } else {
          socket.write(OK);
        }
      }
      case SIZE -> {
        expected = Expected.BODY;
        records.fixedSizeMode(part.getInt(0));
      }
      case BODY -> {
        expected = Expected.LINE;
        records.delimitedMode(LINE_END);
        socket.write(OK);
      }
    }
  }
}
