package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.limits.AddressBlock;
import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * How a connection gets on: whether what its client asks comes whole in time, and whether the
 * client takes what it is answered. A byte now and then is not enough. Belongs to the connection's
 * event loop, and is asked there again and again.
 */
final class Progress {
  /** What is wrong. */
  enum Trouble {
    SLOW_REQUEST,
    SLOW_READER,
    /** Nothing is heard or said. */
    IDLE,
    /**
     * All clients together hold too much memory, and this one is among the worst. Told at once, not
     * when it is asked for.
     */
    NO_ROOM,
    /** There are too many connections: it rests, or its address has most. Likewise told at once. */
    OTHERS_COME
  }

  /** Is told what happens between two questions. */
  interface Owner {
    void troubled(Progress progress, Trouble trouble);

    /** One that rested does no longer. */
    void awake(Progress progress);

    /** A request has come whole, of one that was free. */
    void asked(Progress progress);

    /** The connection is closed. */
    void gone(Progress progress);
  }

  /** While anything waits to be sent, so much must be taken ... */
  static final int MIN_TAKEN_BYTES = Outflow.SLICE_BYTES;

  /** ... within this time. */
  static final long MAX_STALL_MILLIS = 10_000;

  /** After less time, who takes nothing has to make room for others when there is none. */
  static final long STUCK_MILLIS = 3_000;

  /** Above the minute between two polls of a consumer, and above the longest wait for a change. */
  static final long MAX_IDLE_MILLIS = 660_000;

  private static final long NEVER = -1;

  /** So that little is read ahead of a client that pipelines: twenty bytes make a request. */
  private static final RecvByteBufAllocator ONE_CHUNK_AT_A_TIME =
      new FixedRecvByteBufAllocator(4 << 10).maxMessagesPerRead(1);

  /**
   * So much may come behind a request that is being answered before the connection is read from no
   * more: while it is read from, it is seen that the client is gone.
   */
  private static final int MAX_AHEAD_BYTES = 1 << 10;

  /** So many times a connection goes on with what it has sent ahead, one after the other. */
  private static final int STEPS_A_TURN = 8;

  /** Then sockets have their turn: tasks that queue tasks leave them none for up to a second. */
  private static final long PAUSE_MILLIS = 1;

  private final Channel channel;
  private final HttpServerOptions options;
  private final long maxRequestMillis;
  private final Owner owner;
  private final HeldMemory held;
  private RequestDecoder decoder;

  /** Whether it is not read from, since much has come behind a request that is being answered. */
  private boolean isHeldBack;

  /** Whether it will be looked whether that request may be begun. */
  private boolean isGoingOn;

  private int steps;

  /**
   * Something came that does not make a request yet, be it blank lines before one; or nothing has
   * come at all: whoever connects and says nothing would keep others out.
   */
  private boolean requestBegun = true;

  /** When that was seen first, and how many requests had come whole before. */
  private long requestSinceMillis = NEVER;

  private long completedBefore;
  private long takenBytes;
  private long takenSinceMillis = NEVER;

  /** How often something was read or written, and how often it had been when that was seen. */
  private long moves;

  private long movesBefore = NEVER;
  private long quietSinceMillis;

  private boolean rests;

  /**
   * Whether nothing is done for the client, not even an answer held until something happens; or it
   * does not take what it was answered.
   */
  private boolean isFree = true;

  /** Whether it is free only because the client does not take what it was answered. */
  private boolean isStuck;

  private final AddressBlock address;

  private Progress(
      Channel channel,
      HttpServerOptions options,
      long maxRequestMillis,
      ClientMemory memory,
      Owner owner) {
    this.channel = channel;
    this.options = options;
    this.maxRequestMillis = maxRequestMillis;
    this.owner = owner;
    this.address = AddressBlock.of(channel.remoteAddress());
    this.held =
        new HeldMemory(
            channel, memory, this::toString, () -> owner.troubled(this, Trouble.NO_ROOM));
    this.decoder = new RequestDecoder(options);
  }

  /**
   * Begins to look at a connection that speaks HTTP/1, and of which nothing was read yet.
   *
   * @param options of its server
   * @param maxRequestMillis how long a request may take to come, from its first byte on; the first
   *     one, from when there was a connection
   * @param memory of which the connection has a share of each direction, until it is closed
   */
  static Progress of(
      Channel channel,
      HttpServerOptions options,
      long maxRequestMillis,
      ClientMemory memory,
      Owner owner) {
    Progress progress = new Progress(channel, options, maxRequestMillis, memory, owner);
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext former = pipeline.context(HttpRequestDecoder.class);
    pipeline.replace(former.handler(), former.name(), progress.decoder);
    pipeline.addBefore(former.name(), null, progress.new Bytes());
    channel.config().setRecvByteBufAllocator(ONE_CHUNK_AT_A_TIME);
    return progress;
  }

  /** What is wrong; null while all is well. */
  Trouble trouble(long nowMillis) {
    if (isRequestLate(nowMillis)) {
      return Trouble.SLOW_REQUEST;
    }
    if (isAnswerStuck(nowMillis)) {
      return Trouble.SLOW_READER;
    }
    return isIdle(nowMillis) ? Trouble.IDLE : null;
  }

  /**
   * Has it rest if nothing but {@link Trouble#IDLE} can come of it, asked just before, until
   * something is read or written: it need not be asked before then but once in a while.
   *
   * @return whether it rests
   */
  boolean rest(long nowMillis) {
    rests = !requestBegun && takenSinceMillis == NEVER && quietSinceMillis < nowMillis;
    return rests;
  }

  /**
   * Whether nothing is done for the client since this was asked last: all it has asked for was
   * answered, and it is silent, or has sent a part of a request; or it has not taken anything of
   * its answer for some time. Asked after {@link #trouble}.
   */
  boolean becomesFree(long nowMillis) {
    boolean mayBeStuck = takenSinceMillis != NEVER && nowMillis - takenSinceMillis >= STUCK_MILLIS;
    if (isStuck && !mayBeStuck) {
      isStuck = false;
      isFree = false;
      owner.asked(this);
    }
    boolean wasFree = isFree;
    boolean isSilent = quietSinceMillis < nowMillis;
    isFree |= takenSinceMillis == NEVER && (isSilent || requestBegun) && !decoder.isAnswering();
    isStuck |= mayBeStuck && !isFree;
    isFree |= isStuck;
    return isFree && !wasFree;
  }

  /** Closes the connection soon if it still rests, or {@code whileBusy}. Any thread may call. */
  void makeRoom(boolean whileBusy) {
    channel
        .eventLoop()
        .execute(
            () -> {
              if (isFree || whileBusy) {
                owner.troubled(this, Trouble.OTHERS_COME);
              }
            });
  }

  /** Where the client is. */
  AddressBlock address() {
    return address;
  }

  private void move() {
    moves++;
    if (rests) {
      rests = false;
      owner.awake(this);
    }
  }

  private boolean isRequestLate(long nowMillis) {
    boolean isKeptWaiting = decoder.isBlocked() || !channel.config().isAutoRead();
    if (!requestBegun || isKeptWaiting) {
      requestSinceMillis = NEVER;
      return false;
    }
    if (requestSinceMillis == NEVER || completedBefore != decoder.completed()) {
      requestSinceMillis = nowMillis;
      completedBefore = decoder.completed();
    }
    return nowMillis - requestSinceMillis >= maxRequestMillis;
  }

  private boolean isIdle(long nowMillis) {
    if (moves != movesBefore) {
      movesBefore = moves;
      quietSinceMillis = nowMillis;
    }
    return nowMillis - quietSinceMillis >= MAX_IDLE_MILLIS;
  }

  private boolean isAnswerStuck(long nowMillis) {
    long waiting = held.countUnsent();
    if (waiting == 0) {
      takenSinceMillis = NEVER;
      return false;
    }
    long taken = held.takenBytes(waiting);
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
    return ClientAddress.of(channel.remoteAddress());
  }

  /**
   * Sees what comes and goes as it is on the wire, but for TLS. Does not read on while something
   * waits for the response before it, and has that begun when it may: see {@link RequestDecoder}.
   */
  private final class Bytes extends ChannelDuplexHandler {
    private ChannelHandlerContext self;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      self = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      move();
      decode(bytes);
    }

    private void decode(Object bytes) {
      long before = decoder.completed();
      self.fireChannelRead(bytes);
      requestBegun = decoder.hasPart() || decoder.completed() == before;
      if (isFree && decoder.completed() > before) {
        isFree = false;
        owner.asked(Progress.this);
      }
      if (decoder.completed() != before) {
        held.completedInput();
      }
      held.countInput(decoder);
      if (decoder.isBlocked()) {
        awaitResponse();
      } else {
        steps = 0;
      }
      boolean isTooMuch = decoder.isBlocked() && decoder.undecodedBytes() > MAX_AHEAD_BYTES;
      if (isTooMuch != isHeldBack) {
        isHeldBack = isTooMuch;
        channel.config().setAutoRead(!isTooMuch);
      }
      if (decoder.isWornOut() && !held.isClosed()) {
        RequestDecoder worn = decoder;
        decoder = new RequestDecoder(options);
        channel.pipeline().replace(worn, self.pipeline().context(worn).name(), decoder);
        held.countInput(decoder);
      }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise's
    private void awaitResponse() {
      if (decoder.isAnswered() && !isGoingOn) { // else it is seen when it is written
        isGoingOn = true;
        self.writeAndFlush(
            Unpooled.EMPTY_BUFFER, self.newPromise().addListener(sent -> goOnLater()));
      }
    }

    /** Not at once: this is called in the midst of writing. */
    @SuppressWarnings("FutureReturnValueIgnored") // the event loop rejects it only when it ends
    private void goOnLater() {
      isGoingOn = true;
      if (++steps % STEPS_A_TURN == 0) {
        channel.eventLoop().schedule(this::goOn, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } else {
        channel.eventLoop().execute(this::goOn);
      }
    }

    private void goOn() {
      isGoingOn = false;
      if (channel.isActive()) {
        decode(Unpooled.EMPTY_BUFFER);
        self.fireChannelReadComplete();
      }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise's, who gave that looks at it
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      move();
      if (message instanceof ByteBuf bytes) {
        held.given(bytes.readableBytes());
      }
      ctx.write(message, promise);
      if (held.holdsInput()) {
        held.countInput(decoder); // the response may have ended with this
      }
      if (decoder.isBlocked() && !isGoingOn && decoder.isAnswered()) {
        goOnLater();
      }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
      ctx.flush();
      held.countUnsent();
    }

    /**
     * Closes a connection that is broken. Vert.x, which sees the end, does not cope with the fault
     * while a request waits behind another one: it asks for its answer, of which there is none.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable fault) {
      if (fault instanceof IOException) {
        drop();
      } else {
        ctx.fireExceptionCaught(fault);
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
      held.close();
      owner.gone(Progress.this);
    }
  }
}
