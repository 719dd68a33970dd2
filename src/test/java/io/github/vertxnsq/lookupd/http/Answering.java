package io.github.vertxnsq.lookupd.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Stands behind a {@link RequestDecoder} for who answers: at once, or when the test says so. */
final class Answering extends ChannelInboundHandlerAdapter {
  private final boolean answersAtOnce;
  private final List<HttpRequest> requests = new ArrayList<>();
  private final List<Object> others = new ArrayList<>();
  private boolean ended = true;

  private Answering(boolean answersAtOnce) {
    this.answersAtOnce = answersAtOnce;
  }

  static Answering atOnce() {
    return new Answering(true);
  }

  static Answering whenTold() {
    return new Answering(false);
  }

  /** The response to the request that was begun last ends. */
  void end() {
    ended = true;
  }

  /** Those that were begun, in their order. */
  List<HttpRequest> requests() {
    return requests;
  }

  /** What else was decoded: parts of bodies, and their ends. */
  List<Object> others() {
    return others;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object part) {
    if (part instanceof HttpRequest request) {
      requests.add(request);
      if (request.decoderResult().isSuccess()) {
        ended = answersAtOnce;
        ctx.pipeline().get(RequestDecoder.class).begin(response());
      }
    } else {
      others.add(part);
      ReferenceCountUtil.release(part);
    }
  }

  private HttpServerResponse response() {
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            Answering.class.getClassLoader(),
            new Class<?>[] {HttpServerResponse.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("ended")) {
                throw new UnsupportedOperationException(method.getName());
              }
              return ended;
            });
  }
}
