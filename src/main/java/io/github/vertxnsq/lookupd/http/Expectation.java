package io.github.vertxnsq.lookupd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/** What a client expects of the server before it goes on. */
final class Expectation {
  /** Closing at once would destroy the answer while more comes from the client. */
  private static final long CLOSE_MILLIS = 500;

  private Expectation() {}

  /** Refuses requests that expect what is not known, and lets others through. */
  static Handler<HttpServerRequest> met(Handler<HttpServerRequest> next) {
    return request -> {
      String expected = request.headers().get(HttpHeaderNames.EXPECT);
      if (expected == null || expected.isEmpty() || isContinue(expected)) {
        next.handle(request);
      } else {
        refuse(request);
      }
    };
  }

  /** Whether the client waits to be told to send its body; HTTP/1.0 knows no such word. */
  static boolean isToContinue(HttpServerRequest request) {
    String expected = request.headers().get(HttpHeaderNames.EXPECT);
    return expected != null && isContinue(expected) && request.version() != HttpVersion.HTTP_1_0;
  }

  private static boolean isContinue(String expected) {
    return WordList.contains(List.of(expected), HttpHeaderValues.CONTINUE);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // if it fails the client is gone
  private static void refuse(HttpServerRequest request) {
    ConnectionHeader.announceClose(request.response());
    request.response().setStatusCode(HttpResponseStatus.EXPECTATION_FAILED.code()).end();
    BodyBound.closeBehind(request);
    Vertx.currentContext()
        .owner()
        .setTimer(CLOSE_MILLIS, rung -> request.connection().close()); // the body may never come
  }
}
