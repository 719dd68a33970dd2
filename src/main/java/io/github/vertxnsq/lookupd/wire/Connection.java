package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.golang.GoAddress;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.MemoryBudget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A socket of which either direction can end by itself. Vert.x has no option for that, so this asks
 * Netty's channel below it.
 */
final class Connection {
  /** Else Netty reads a megabyte before a pause takes effect, and Vert.x keeps all of it. */
  private static final RecvByteBufAllocator ONE_CHUNK_AT_A_TIME =
      new FixedRecvByteBufAllocator(4 << 10).maxMessagesPerRead(1);

  /** Of answers; above it no more is read. */
  private static final int MAX_UNREAD_BYTES = 16 << 10;

  /** What a write takes beside what is written, about: Netty's objects and Vert.x's. */
  private static final int WRITE_BYTES = 256;

  /** So much is not counted: each connection may have it, and an ordinary command takes less. */
  private static final long ORDINARY_INPUT_BYTES = 1 << 10;

  private final NetSocketInternal socket;
  private final Turns turns;
  private final String remoteAddress;
  private final MemoryBudget.Share input;
  private final MemoryBudget.Share output;
  private long unreadBytes;
  private boolean isGone;
  private boolean paused;
  private boolean endSeenWhilePaused;

  /** Over TLS it is said twice: its goodbye comes before the stream's end. */
  private boolean ended;

  private Runnable endOfInput = () -> {};

  /**
   * @param turns in which the end of the input is told
   * @param memory of which it has a share of each direction until {@link #gone}
   * @param dropForRoom closes it since clients hold too much memory; run by any thread
   */
  Connection(NetSocket socket, Turns turns, ClientMemory memory, Consumer<Connection> dropForRoom) {
    this.socket = (NetSocketInternal) socket;
    this.turns = turns;
    this.remoteAddress = describe(socket.remoteAddress());
    this.input = memory.input().open(this::remoteAddress, () -> dropForRoom.accept(this));
    this.output = memory.output().open(this::remoteAddress, () -> dropForRoom.accept(this));
    channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    // Not the socket's own eventHandler: that one would keep Vert.x's events from Vert.x.
    String vertx = this.socket.channelHandlerContext().name();
    channel().pipeline().addBefore(vertx, null, new HalfClosure());
    channel().config().setRecvByteBufAllocator(ONE_CHUNK_AT_A_TIME);
    socket.setWriteQueueMaxSize(MAX_UNREAD_BYTES);
  }

  static String describe(SocketAddress address) {
    return GoAddress.of(address.hostAddress(), address.port());
  }

  /** Is called once when the other side will send no more. */
  void onEndOfInput(Runnable handler) {
    endOfInput = handler;
  }

  private void inputShutDown() {
    if (paused) {
      endSeenWhilePaused = true; // what came before it is still queued in the socket
    } else if (!ended) {
      ended = true;
      endOfInput.run();
    }
  }

  /** {@code host:port} of the other side, as Go writes it. */
  String remoteAddress() {
    return remoteAddress;
  }

  /** The monotonic clock by which this connection is judged. */
  long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /**
   * What has come and is not dealt with takes so much memory now.
   *
   * @param heapBytes 0 or more
   */
  void holdInput(long heapBytes) {
    if (!isGone) {
      input.set(heapBytes <= ORDINARY_INPUT_BYTES ? 0 : heapBytes, 0);
    }
  }

  /** So much of that is dealt with. */
  void finishedInput(long heapBytes) {
    if (heapBytes > ORDINARY_INPUT_BYTES) {
      input.taken(heapBytes);
    }
  }

  /** The connection is closed, and holds nothing. */
  void gone() {
    isGone = true;
    input.close();
    output.close();
  }

  void write(Buffer answer) {
    counted(socket.write(answer), answer.length());
  }

  /** Counts what is written until it has left; mostly it has already. */
  private Future<Void> counted(Future<Void> written, int length) {
    if (!written.isComplete()) {
      holdOutput(WRITE_BYTES + length);
      written.onComplete(
          left -> {
            output.taken(length);
            holdOutput(-WRITE_BYTES - length);
          });
    }
    return written;
  }

  private void holdOutput(long growth) {
    unreadBytes += growth;
    if (!isGone) {
      output.set(0, unreadBytes);
    }
  }

  boolean isWriteQueueFull() {
    return socket.writeQueueFull();
  }

  void pause() {
    if (!paused) {
      paused = true;
      socket.pause();
      channel().config().setAutoRead(false); // Vert.x would do so when it has read eight times
    }
  }

  void resume() {
    if (paused) {
      paused = false;
      socket.resume();
      channel().config().setAutoRead(true);
      if (endSeenWhilePaused) {
        endSeenWhilePaused = false;
        turns.run(this::inputShutDown);
      }
    }
  }

  /** Writes, then says that nothing follows; still reads. */
  @SuppressWarnings("FutureReturnValueIgnored") // if it fails the connection is gone anyway
  void writeLast(Buffer answer) {
    // Only once it is out: shutting the output down throws away what still waits to be sent.
    counted(socket.write(answer), answer.length()).onSuccess(ignored -> endOutput());
  }

  /** Over TLS an end of its own says so: a bare end of the stream would be taken for a cut. */
  @SuppressWarnings("FutureReturnValueIgnored") // if it fails the connection is gone anyway
  private void endOutput() {
    SslHandler tls = channel().pipeline().get(SslHandler.class);
    if (tls == null) {
      ((DuplexChannel) channel()).shutdownOutput();
    } else {
      tls.closeOutbound();
    }
  }

  /** Sends what was written, then closes. */
  void close() {
    socket.close();
  }

  /**
   * Closes without waiting for the other side to read what was written. Vert.x's own closing, which
   * stands last in the pipeline, would wait.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // cannot fail in a way that matters
  void abort() {
    if (channel().isOpen()) {
      channel().pipeline().firstContext().close();
    }
  }

  /** Tells when the other side has shut down its sending side, or said so over TLS. */
  private final class HalfClosure extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE || event == SslCloseCompletionEvent.SUCCESS) {
        turns.run(Connection.this::inputShutDown);
      } else {
        ctx.fireUserEventTriggered(event);
      }
    }
  }

  private Channel channel() {
    return socket.channelHandlerContext().channel();
  }
}
