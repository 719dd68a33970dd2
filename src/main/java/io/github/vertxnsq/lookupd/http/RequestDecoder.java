package io.github.vertxnsq.lookupd.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Vert.x's decoder of requests, which also tells how much of one has come, and takes no more than
 * so many headers: each takes fifty times the four bytes that it may have on the wire.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
  /** As of Apache and Tomcat. */
  static final int MAX_HEADERS = 100;

  /** Fewer bytes have no more headers: of each, a name, a colon and the line's end. */
  private static final int FEW_BYTES = 4 * MAX_HEADERS;

  /** What a header takes in memory beside its text, about. */
  private static final int HEADER_BYTES = 200;

  /** The request that is coming; null between two, or while not even its first line is there. */
  private HttpRequest coming;

  private boolean isHeadComplete;
  private boolean discards;
  private long completed;

  /** How many of those that have come whole, or in part, somebody has begun to answer. */
  private long begun;

  /** To the last of those; null when it is known to have ended. */
  private HttpServerResponse answer;

  private Runnable whenAhead;

  RequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /** Whether a part of a request has come, and not all. */
  boolean hasPart() {
    return coming != null || actualReadableBytes() > 0;
  }

  /** How many requests have come whole. */
  long completed() {
    return completed;
  }

  /** The next request, in the order in which they come, is about to be answered so. */
  void begin(HttpServerResponse response) {
    begun++;
    answer = response;
    whenAhead = null;
  }

  /** Whether a request that has come whole is not answered yet, or not to its end. */
  boolean isAnswering() {
    if (answer != null && answer.ended()) {
      answer = null;
    }
    return completed > begun || (completed == begun && answer != null);
  }

  /** Whether more has come than the request that is being answered. */
  boolean isAhead() {
    return completed > begun || hasPart();
  }

  /**
   * Has it told, once, when more comes than the request that is being answered.
   *
   * @param then null for no longer
   */
  void whenAhead(Runnable then) {
    whenAhead = then;
  }

  /** What the part of a request that has come takes in memory, about. */
  long heldBytes() {
    long held = actualReadableBytes();
    if (coming != null) {
      Iterator<Map.Entry<CharSequence, CharSequence>> headers =
          coming.headers().iteratorCharSequence();
      while (headers.hasNext()) {
        Map.Entry<CharSequence, CharSequence> header = headers.next();
        held += HEADER_BYTES + header.getKey().length() + header.getValue().length();
      }
    }
    return held;
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

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    HttpMessage message = super.createMessage(initialLine);
    coming = (HttpRequest) message;
    isHeadComplete = false;
    return message;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (discards) {
      in.skipBytes(in.readableBytes());
      return;
    }
    boolean isNew = coming == null;
    int before = out.size();
    int bytes = in.readableBytes();
    super.decode(ctx, in, out);
    boolean isSmall = isNew && bytes - in.readableBytes() <= FEW_BYTES;
    for (int i = before; i < out.size(); i++) {
      decoded(out.get(i), isSmall);
    }
    if (coming != null && !isHeadComplete && hasTooManyHeaders(coming.headers())) {
      refuse();
      out.add(coming);
      discards = true; // Netty would go on adding to what is refused
      in.skipBytes(in.readableBytes());
    }
  }

  private void decoded(Object part, boolean isSmall) {
    if (part == coming) {
      isHeadComplete = true;
      if (!isSmall && hasTooManyHeaders(coming.headers())) {
        refuse();
      }
    } else if (part instanceof LastHttpContent) {
      coming = null;
      completed++;
    }
  }

  /** Vert.x answers 431 to that, and closes. Before it has, thousands more may come. */
  private void refuse() {
    coming.headers().clear();
    coming.setDecoderResult(
        DecoderResult.failure(
            new TooLongHttpHeaderException("more than " + MAX_HEADERS + " headers")));
  }

  private static boolean hasTooManyHeaders(HttpHeaders headers) {
    Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
    int count = 0;
    while (all.hasNext()) {
      all.next();
      count++;
    }
    return count > MAX_HEADERS;
  }
}
