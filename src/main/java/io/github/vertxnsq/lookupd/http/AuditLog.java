package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each POST, which is to change something, whatever became of it: who, from where,
 * what. The target comes last, as it was sent and with its escapes, so that nothing in it can pass
 * for another part of the line.
 */
final class AuditLog {
  /** Not a class's: whoever wants these lines elsewhere names it in the log's configuration. */
  private static final Logger LOG = LoggerFactory.getLogger("io.github.vertxnsq.audit");

  private AuditLog() {}

  static Handler<RoutingContext> audited(Handler<RoutingContext> handler) {
    return ctx -> {
      if (ctx.request().method().equals(HttpMethod.POST)) {
        ctx.addEndHandler(ended -> write(ctx, ended.succeeded()));
      }
      handler.handle(ctx);
    };
  }

  private static void write(RoutingContext ctx, boolean isAnswered) {
    HttpServerRequest request = ctx.request();
    LOG.info(
        "AUDIT: status={} who={} from={} {} {}",
        isAnswered ? ctx.response().getStatusCode() : "unsent",
        Admission.caller(ctx).map(Object::toString).orElse("-"),
        request.remoteAddress(),
        request.method(),
        request.uri());
  }
}
