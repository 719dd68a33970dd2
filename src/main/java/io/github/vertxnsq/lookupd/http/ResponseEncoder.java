package io.github.vertxnsq.lookupd.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.AsciiString;
import io.vertx.core.http.impl.VertxHttpObject;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Takes the place of Vert.x's encoder of responses, which writes names of headers as whoever set
 * them spells them, and Vert.x sets some in lower case. This one writes each name as Go does,
 * whoever set it. Belongs to the connection's event loop.
 */
final class ResponseEncoder extends HttpResponseEncoder {
  private static final int COLON_AND_SPACE = HttpConstants.COLON << Byte.SIZE | HttpConstants.SP;
  private static final int LINE_END = HttpConstants.CR << Byte.SIZE | HttpConstants.LF;

  /** What a header takes beside its name and its value: a colon, a space and the line's end. */
  private static final int AROUND_HEADER = 4;

  /** Knows whether what is answered is a HEAD. */
  private final RequestDecoder decoder;

  private ResponseEncoder(RequestDecoder decoder) {
    this.decoder = decoder;
  }

  /** Has the responses of a connection encoded so, whose {@link RequestDecoder} is there. */
  static void encode(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext former = pipeline.context(HttpResponseEncoder.class);
    pipeline.replace(
        former.handler(), former.name(), new ResponseEncoder(pipeline.get(RequestDecoder.class)));
  }

  /** All that Vert.x writes is one of its own objects; the rest is looked at more closely. */
  @Override
  public boolean acceptOutboundMessage(Object message) throws Exception {
    return message instanceof VertxHttpObject || super.acceptOutboundMessage(message);
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return decoder.isOfHead() || super.isContentAlwaysEmpty(response);
  }

  @Override
  protected void encodeHeaders(HttpHeaders headers, ByteBuf head) {
    Iterator<Map.Entry<CharSequence, CharSequence>> each = headers.iteratorCharSequence();
    while (each.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = each.next();
      AsciiString name = HeaderNames.spelled(header.getKey());
      CharSequence value = header.getValue();
      head.ensureWritable(name.length() + value.length() + AROUND_HEADER);
      write(name, head);
      head.writeShort(COLON_AND_SPACE);
      if (value instanceof AsciiString ascii) {
        write(ascii, head);
      } else {
        head.writeCharSequence(value, StandardCharsets.US_ASCII);
      }
      head.writeShort(LINE_END);
    }
  }

  private static void write(AsciiString text, ByteBuf head) {
    head.writeBytes(text.array(), text.arrayOffset(), text.length());
  }
}
