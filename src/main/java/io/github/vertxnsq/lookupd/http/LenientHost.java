package io.github.vertxnsq.lookupd.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * A request with a {@code Host} that Vert.x would refuse and Go does not, such as one with a port
 * above 65535. Who is meant by it is looked at elsewhere, where it matters.
 */
final class LenientHost extends HttpServerRequestWrapper {
  /** Beside letters and digits, as Go has it. */
  private static final String MARKS = "!$%&'()*+,-.:;=@[]_~";

  private LenientHost(HttpServerRequestInternal request) {
    super(request);
  }

  /** Has such requests routed once more, when they have failed; others go on to fail. */
  static Handler<RoutingContext> again(Router router) {
    return failed -> {
      HttpServerRequestInternal request = (HttpServerRequestInternal) failed.request();
      if (isStrange(request)) {
        router.handle(new LenientHost(request));
      } else {
        failed.next();
      }
    };
  }

  private static boolean isStrange(HttpServerRequestInternal request) {
    String host = request.getHeader(HttpHeaderNames.HOST);
    return !request.isValidAuthority()
        && host != null
        && host.chars().allMatch(LenientHost::mayStand);
  }

  private static boolean mayStand(int character) {
    return (character >= '0' && character <= '9')
        || (character >= 'A' && character <= 'Z')
        || (character >= 'a' && character <= 'z')
        || MARKS.indexOf(character) >= 0;
  }

  @Override
  public boolean isValidAuthority() {
    return true;
  }
}
