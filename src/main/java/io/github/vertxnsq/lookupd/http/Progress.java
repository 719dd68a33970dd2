package io.github.vertxnsq.lookupd.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.Consumer;

/**
 * How a connection gets on: whether what its client asks comes whole in time, and whether the
 * client takes what it is answered. A byte now and then is not enough. Belongs to the connection's
 * event loop, and is asked there again and again.
 */
final class Progress {
  /** What is wrong. */
  enum Trouble {
    SLOW_REQUEST,
    SLOW_READER
  }

  /** While anything waits to be sent, so much must be taken ... */
  static final int MIN_TAKEN_BYTES = Outflow.SLICE_BYTES;

  /** ... within this time. */
  static final long MAX_STALL_MILLIS = 10_000;

  private static final long NEVER = -1;

  private final Channel channel;
  private final long maxRequestMillis;
  private final Consumer<Progress> gone;

  /** Something came, by itself, that does not make a request yet. */
  private boolean requestBegun;

  /** When that was seen first. */
  private long requestSinceMillis = NEVER;

  private long givenBytes;
  private long takenBytes;
  private long takenSinceMillis = NEVER;

  private Progress(Channel channel, long maxRequestMillis, Consumer<Progress> gone) {
    this.channel = channel;
    this.maxRequestMillis = maxRequestMillis;
    this.gone = gone;
  }

  /**
   * Begins to look at a connection that speaks HTTP/1.
   *
   * @param maxRequestMillis how long a request may take to come, from its first byte on
   * @param gone is called when the connection is closed
   */
  static Progress of(Channel channel, long maxRequestMillis, Consumer<Progress> gone) {
    Progress progress = new Progress(channel, maxRequestMillis, gone);
    ChannelPipeline pipeline = channel.pipeline();
    String decoder = pipeline.context(HttpRequestDecoder.class).name();
    pipeline.addBefore(decoder, null, progress.new Bytes());
    pipeline.addAfter(decoder, null, progress.new Requests());
    return progress;
  }

  /** What is wrong; null while all is well. */
  Trouble trouble(long nowMillis) {
    if (isRequestLate(nowMillis)) {
      return Trouble.SLOW_REQUEST;
    }
    return isAnswerStuck(nowMillis) ? Trouble.SLOW_READER : null;
  }

  private boolean isRequestLate(long nowMillis) {
    if (!requestBegun || !channel.config().isAutoRead()) { // else it is we who keep it waiting
      requestSinceMillis = NEVER;
      return false;
    }
    if (requestSinceMillis == NEVER) {
      requestSinceMillis = nowMillis;
    }
    return nowMillis - requestSinceMillis >= maxRequestMillis;
  }

  private boolean isAnswerStuck(long nowMillis) {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer(); // null once it is closed
    long waiting = unsent == null ? 0 : unsent.totalPendingWriteBytes();
    if (waiting == 0) {
      takenSinceMillis = NEVER;
      return false;
    }
    long taken = givenBytes - waiting;
    if (takenSinceMillis == NEVER || taken - takenBytes >= MIN_TAKEN_BYTES) {
      takenSinceMillis = nowMillis;
      takenBytes = taken;
    }
    return nowMillis - takenSinceMillis >= MAX_STALL_MILLIS;
  }

  void drop() {
    Outflow.drop(channel);
  }

  @Override
  public String toString() {
    return String.valueOf(channel.remoteAddress());
  }

  /** Sees what comes and goes as it is on the wire, but for TLS. */
  private final class Bytes extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      requestBegun = true;
      ctx.fireChannelRead(bytes);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise's, who gave that looks at it
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      if (message instanceof ByteBuf bytes) {
        givenBytes += bytes.readableBytes();
      }
      ctx.write(message, promise);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
      gone.accept(Progress.this);
    }
  }

  /** Sees what the bytes make. */
  private final class Requests extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object part) {
      if (isEnd(part)) {
        requestBegun = false;
        requestSinceMillis = NEVER;
      }
      ctx.fireChannelRead(part);
    }

    /** By identity and class where that will do: to ask for an interface costs more. */
    private static boolean isEnd(Object part) {
      return part == LastHttpContent.EMPTY_LAST_CONTENT
          || (part.getClass() != DefaultHttpRequest.class && part instanceof LastHttpContent);
    }
  }
}
