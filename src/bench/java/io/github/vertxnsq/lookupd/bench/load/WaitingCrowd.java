package io.github.vertxnsq.lookupd.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Many connections that ask the same and wait; all of one thread. */
public final class WaitingCrowd implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final byte[] OK = "HTTP/1.1 200 ".getBytes(US_ASCII);

  private final Selector selector = Selector.open();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer answer = ByteBuffer.allocate(16 << 10);

  private WaitingCrowd() throws IOException {}

  /** So many connections to that port of the loopback. */
  public static WaitingCrowd connect(int port, int count) throws IOException {
    WaitingCrowd crowd = new WaitingCrowd();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(crowd.selector, SelectionKey.OP_READ);
      crowd.channels.add(channel);
    }
    return crowd;
  }

  /** Has all of them ask for what is not this tag's. */
  public void ask(String target, String tag) throws IOException {
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: bench\r\nIf-None-Match: %s\r\n\r\n"
            .formatted(target, tag)
            .getBytes(US_ASCII);
    for (SocketChannel channel : channels) {
      ByteBuffer bytes = ByteBuffer.wrap(request);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /**
   * Waits until all have been answered, with short answers.
   *
   * @return {@link System#nanoTime} of when the last one was
   * @throws IOException if one is answered anything but 200, or not within a minute
   */
  public long awaitAnswers() throws IOException {
    int left = channels.size();
    while (left > 0) {
      if (selector.select(PATIENCE_MILLIS) == 0) {
        throw new EOFException(left + " are not answered");
      }
      for (SelectionKey key : selector.selectedKeys()) {
        read((SocketChannel) key.channel());
        left--;
      }
      selector.selectedKeys().clear();
    }
    return System.nanoTime();
  }

  private void read(SocketChannel channel) throws IOException {
    answer.clear();
    int length = channel.read(answer);
    for (int i = 0; i < OK.length; i++) {
      if (length < OK.length || answer.get(i) != OK[i]) {
        throw new EOFException("not answered 200 but with " + length + " bytes");
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
