package io.github.vertxnsq.lookupd.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Connections that send the same again and again, and read nothing. */
final class Flood implements AutoCloseable {
  private static final int FEW_BYTES = 2_048;
  private static final long NO_ROOM_MILLIS = 500;

  private final Selector selector = Selector.open();

  Flood(int connections, int port, byte[] first) throws IOException {
    try {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, FEW_BYTES);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(first));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_WRITE);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Until the time is over, or the daemon reads from none of them any more. */
  void send(byte[] repeated, Duration atMost) throws IOException {
    long deadlineNanos = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() - deadlineNanos < 0 && selector.select(NO_ROOM_MILLIS) > 0) {
      for (SelectionKey key : selector.selectedKeys()) {
        send(key, repeated);
      }
      selector.selectedKeys().clear();
    }
  }

  /** A channel that takes a part only is full: the rest would be due first. */
  private static void send(SelectionKey key, byte[] repeated) {
    ByteBuffer rest = (ByteBuffer) key.attachment();
    if (rest == null || !rest.hasRemaining()) {
      rest = ByteBuffer.wrap(repeated);
      key.attach(rest);
    }
    try {
      ((SocketChannel) key.channel()).write(rest);
    } catch (IOException closed) {
      key.cancel();
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
