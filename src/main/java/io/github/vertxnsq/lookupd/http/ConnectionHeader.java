package io.github.vertxnsq.lookupd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * What a client wants of its connection. The header is a list, in any case, perhaps on several
 * lines; Vert.x knows it only as a single word.
 */
final class ConnectionHeader {
  private ConnectionHeader() {}

  /**
   * Leaves that word alone in a request's headers, if it is in the list. {@code close} counts for
   * more than {@code keep-alive}.
   */
  static void simplify(HttpHeaders headers) {
    List<String> lines = headers.getAll(HttpHeaderNames.CONNECTION);
    if (lines.isEmpty()) {
      return;
    }
    if (WordList.contains(lines, HttpHeaderValues.CLOSE)) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (WordList.contains(lines, HttpHeaderValues.KEEP_ALIVE)) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  /** Says that the connection is closed to who asks for that by HTTP/1.0, where Vert.x does not. */
  static void confirm(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_1_0
        && request.headers().contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
      announceClose(request.response());
    }
  }

  /** Says that the connection is closed with this answer, whatever the client wants. */
  static void announceClose(HttpServerResponse response) {
    // Not at once: by HTTP/1.0 Vert.x sets it again just before.
    response.headersEndHandler(
        ready -> response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE));
  }
}
