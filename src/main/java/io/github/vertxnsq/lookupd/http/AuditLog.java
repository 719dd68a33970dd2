package io.github.vertxnsq.lookupd.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each POST, which is to change something, whatever became of it: who, from where,
 * what. The target comes last, as it was sent and with its escapes, so that nothing in it can pass
 * for another part of the line. Of those who were not let in there are some lines a second, and how
 * many there are not: anybody could fill the log, in which nobody would find who changed something.
 * Belongs to one event loop.
 */
final class AuditLog {
  /** Not a class's: whoever wants these lines elsewhere names it in the log's configuration. */
  private static final Logger LOG = LoggerFactory.getLogger("io.github.vertxnsq.audit");

  /** A second. */
  static final int MOST_NOT_LET_IN = 20;

  /** For want of a proof, of TLS, of patience. */
  private static final Set<Integer> NOT_LET_IN = Set.of(401, 403, 429);

  private final Thinning notLetIn = new Thinning(MOST_NOT_LET_IN, System::nanoTime);

  Handler<RoutingContext> audited(Handler<RoutingContext> handler) {
    return ctx -> {
      if (ctx.request().method().equals(HttpMethod.POST)) {
        ctx.addEndHandler(ended -> write(ctx, ended.succeeded()));
      }
      handler.handle(ctx);
    };
  }

  /** Writes the line of a POST that is refused before anything was asked about it. */
  void refused(HttpServerRequest request, int status) {
    write(request, status, "-", true);
  }

  private void write(RoutingContext ctx, boolean isAnswered) {
    write(
        ctx.request(),
        ctx.response().getStatusCode(),
        Admission.caller(ctx).map(Object::toString).orElse("-"),
        isAnswered);
  }

  private void write(HttpServerRequest request, int status, String who, boolean isAnswered) {
    if (NOT_LET_IN.contains(status)) {
      if (!notLetIn.lets()) {
        return;
      }
      long others = notLetIn.takeHeldBack();
      if (others > 0) {
        LOG.info("AUDIT: {} others were not let in, who have no line", others);
      }
    }
    LOG.info(
        "AUDIT: status={} who={} from={} {} {}",
        isAnswered ? status : "unsent",
        who,
        request.remoteAddress(),
        request.method(),
        request.uri());
  }
}
