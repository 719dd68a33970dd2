package io.github.vertxnsq.lookupd.http;

import static io.netty.handler.codec.http.HttpVersion.HTTP_1_0;
import static io.netty.handler.codec.http.HttpVersion.HTTP_1_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import io.netty.util.ByteProcessor;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Vert.x's decoder of requests, which decodes the next request of a connection only when the
 * response to the one before has ended and has left, but for at most {@link #MAX_UNSENT_BYTES}. It
 * takes no more than so many headers, refuses headers that go on in a next line, keeps no trailers,
 * and says how much memory the connection takes with what it has sent. Belongs to the connection's
 * event loop.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
  /** As of Apache and Tomcat. */
  static final int MAX_HEADERS = 100;

  /** As many bytes of the responses before may wait to be sent when the next request is begun. */
  static final long MAX_UNSENT_BYTES = Outflow.SLICE_BYTES;

  /** What a header takes on the heap beside its text: two strings, their arrays and an entry. */
  static final int HEADER_BYTES = 200;

  /** What a request takes on the heap beside its text: Netty's objects of it, and Vert.x's. */
  static final int REQUEST_BYTES = 2 << 10;

  /** The target is kept whole, as query, and, while somebody waits, as what is waited for. */
  private static final int TEXT_COPIES = 3;

  /** A longer line has made the parser's buffer large, which stays as long as the decoder does. */
  private static final int LONG_LINE_BYTES = 1 << 10;

  private final HeadLines head = new HeadLines();

  /** The request that is coming; null between two, or while not even its first line is there. */
  private HttpRequest coming;

  private boolean isHeadComplete;

  /** Whether the request that came last is a HEAD. */
  private boolean isOfHead;

  /** Bytes of the head, and how many headers, or trailers, have come of the last request. */
  private int headBytes;

  private int headers;
  private int trailers;
  private int longestLineBytes;

  /** Nothing more is read: what came was no request. */
  private boolean isRefused;

  /** Something waits here that must not be decoded yet. */
  private boolean isBlocked;

  private long completed;

  /** How many of those that have come whole, or in part, somebody has begun to answer. */
  private long begun;

  /** Of the request that was begun last; null once it has ended. */
  private HttpServerResponse response;

  private Runnable whenAhead;

  RequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /** Whether a part of a request has come, and not all. */
  boolean hasPart() {
    return coming != null || actualReadableBytes() > 0;
  }

  /** Whether the request that is coming, or being answered, is a HEAD: its answer has no body. */
  boolean isOfHead() {
    return isOfHead;
  }

  /** How many requests have come whole. */
  long completed() {
    return completed;
  }

  /** The next request, in the order in which they come, is about to be answered so. */
  void begin(HttpServerResponse toIt) {
    begun++;
    response = toIt;
    whenAhead = null;
  }

  /** Whether the request that was begun last, if any, has its response. */
  boolean isAnswered() {
    if (response != null && response.ended()) {
      response = null;
    }
    return response == null;
  }

  /** Whether a request that has come whole is not answered yet, or not to its end. */
  boolean isAnswering() {
    return completed > begun || (completed == begun && !isAnswered());
  }

  /** Whether something has come behind the request that is being answered. */
  boolean isAhead() {
    return coming == null
        && internalBuffer().forEachByte(ByteProcessor.FIND_NON_CRLF) >= 0; // the first tells mostly
  }

  /**
   * Has it told, once, when more comes than the request that is being answered.
   *
   * @param then null for no longer
   */
  void whenAhead(Runnable then) {
    whenAhead = then;
  }

  /** Whether something waits until the response before it has ended and has left. */
  boolean isBlocked() {
    return isBlocked;
  }

  /** How many bytes have come that are not decoded yet. */
  int undecodedBytes() {
    return actualReadableBytes();
  }

  /** Whether the parser's buffer is large, and another decoder may take the place of this one. */
  boolean isWornOut() {
    return longestLineBytes > LONG_LINE_BYTES
        && !hasPart()
        && !isRefused
        && begun == completed
        && isAnswered();
  }

  /** What the request that is coming or being answered takes on the heap, about. */
  long heapBytes() {
    boolean isKept = coming != null || !isAnswered();
    ByteBuf waiting = internalBuffer();
    return (isKept ? REQUEST_BYTES + TEXT_COPIES * headBytes + HEADER_BYTES * headers : 0)
        + (longestLineBytes > LONG_LINE_BYTES ? 2L * longestLineBytes : 0)
        + (waiting.isDirect() ? 0 : waiting.capacity());
  }

  /** The memory outside of the heap that is taken by what is not decoded yet. */
  long directBytes() {
    ByteBuf waiting = internalBuffer();
    return waiting.isDirect() ? waiting.capacity() : 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object bytes) throws Exception {
    super.channelRead(ctx, bytes);
    Runnable then = whenAhead;
    if (then != null && isAhead()) {
      whenAhead = null;
      then.run();
    }
  }

  /** Netty would read on from the socket, since nothing came of what was read. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (isBlocked) {
      discardSomeReadBytes();
      ctx.fireChannelReadComplete();
    } else {
      super.channelReadComplete(ctx);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (isRefused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (coming == null && !mayBegin(ctx, in)) {
      return;
    }
    boolean isHead = !isHeadComplete;
    int before = out.size();
    int bytes = in.readableBytes();
    if (isHead) {
      decodeHead(ctx, in, out);
    } else {
      super.decode(ctx, in, out);
    }
    int taken = bytes - in.readableBytes();
    if (isHead) {
      headBytes += taken;
    }
    for (int i = before; i < out.size(); i++) {
      Object part = out.get(i);
      taken -= part instanceof ByteBufHolder body ? body.content().readableBytes() : 0;
      decoded(part);
    }
    if (!isHead) {
      longestLineBytes = Math.max(longestLineBytes, taken); // all lines between bodies' chunks
    }
  }

  /** Whether a request may be begun; if not, blank lines before it are skipped. */
  private boolean mayBegin(ChannelHandlerContext ctx, ByteBuf in) {
    if (begun == completed && isAnswered() && unsentBytes(ctx) <= MAX_UNSENT_BYTES) {
      isBlocked = false;
      return true;
    }
    int first = in.forEachByte(ByteProcessor.FIND_NON_CRLF);
    in.readerIndex(first < 0 ? in.writerIndex() : first);
    isBlocked = in.isReadable();
    return false;
  }

  private static long unsentBytes(ChannelHandlerContext ctx) {
    ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer(); // null once closed
    return unsent == null ? 0 : unsent.totalPendingWriteBytes();
  }

  /**
   * Netty takes no line feed without a carriage return, which is right where the length of a body
   * hangs on it; in a head, nsqlookupd takes it for the end of a line.
   */
  private void decodeHead(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    head.look(in, coming == null);
    longestLineBytes = Math.max(longestLineBytes, head.longestBytes());
    if (head.isFolded()) {
      refuse(in, out);
    } else if (head.hasBareFeeds()) {
      ByteBuf lines = head.takeWithLineEnds(in);
      try {
        super.decode(ctx, lines, out);
      } finally {
        lines.release();
      }
    } else {
      super.decode(ctx, in, out);
    }
  }

  /** Vert.x answers 400 to that, and closes. Before it has, thousands more may come. */
  private void refuse(ByteBuf in, List<Object> out) {
    HttpMessage refused = coming == null ? createInvalidMessage() : coming;
    refused.setDecoderResult(
        DecoderResult.failure(new IllegalArgumentException("a header goes on in the next line")));
    out.add(refused);
    in.skipBytes(in.readableBytes());
  }

  private void decoded(Object part) {
    if (part == coming) {
      isHeadComplete = true;
      ConnectionHeader.simplify(coming.headers());
    }
    if (((HttpObject) part).decoderResult().isFailure()) {
      isRefused = true;
      if (coming != null) {
        coming.headers().clear();
        headers = 0;
        coming = null;
      }
    } else if (part instanceof LastHttpContent) {
      coming = null;
      isHeadComplete = false;
      completed++;
    }
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    String version = initialLine[2];
    if (!HTTP_1_1.text().equals(version) && !HTTP_1_0.text().equals(version)) {
      // Netty takes any word for a version, and Vert.x would begin its answer with that word.
      throw new IllegalArgumentException("a request is of neither HTTP/1.1 nor HTTP/1.0");
    }
    HttpMessage message = super.createMessage(initialLine);
    coming = (HttpRequest) message;
    isOfHead = HttpMethod.HEAD.equals(coming.method());
    headBytes = 0;
    headers = 0;
    trailers = 0;
    return message;
  }

  /** Is asked for each header, and for each trailer. */
  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (length == 0) {
      throw new IllegalArgumentException("a header has no name");
    }
    if (!isHeadComplete) {
      if (coming != null && ++headers > MAX_HEADERS) { // Vert.x answers 431 to that, and closes
        throw new TooLongHttpHeaderException("more than " + MAX_HEADERS + " headers");
      }
      return super.splitHeaderName(line, start, length);
    }
    if (++trailers > MAX_HEADERS) {
      throw new TooLongHttpHeaderException("more than " + MAX_HEADERS + " trailers");
    }
    return HttpHeaderNames.TRAILER; // may be no trailer, so that Netty does not keep it
  }
}
