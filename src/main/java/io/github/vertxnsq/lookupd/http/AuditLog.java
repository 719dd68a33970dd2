package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.logging.AuditQueue;
import io.github.vertxnsq.lookupd.logging.Logs;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each POST, which is to change something, whatever became of it: who, from where,
 * what. The target comes last, as it was sent and with its escapes, so that nothing in it can pass
 * for another part of the line.
 *
 * <p>Nothing is changed without its line: an order is only carried out when there is room to keep
 * that until it is written. Of what was refused (a status of 400 to 499) there are some lines a
 * second, and how many there are not: anybody could fill the log, in which nobody would find who
 * changed something.
 *
 * <p>Belongs to one event loop.
 */
final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger(Logs.AUDIT);

  /** A second. */
  static final int MOST_NOT_LET_IN = 20;

  /** The hundreds of a status: what is asked for is not done, whoever asks. */
  private static final int CLIENT_ERROR = 4;

  private static final String LINE = "audit line";

  /** In seconds. Either the log is written again soon, or somebody has to see to it. */
  private static final String RETRY_AFTER = "1";

  private static final Reply REFUSAL = Reply.error(ApiError.AUDIT_LOG_FULL);

  private final Thinning notLetIn = new Thinning(MOST_NOT_LET_IN, System::nanoTime);

  /** Writes the line of each POST when it is answered, or cannot be any more. */
  Handler<RoutingContext> audited(Handler<RoutingContext> handler) {
    return ctx -> {
      if (ctx.request().method().equals(HttpMethod.POST)) {
        ctx.addEndHandler(ended -> write(ctx, ended.succeeded()));
      }
      handler.handle(ctx);
    };
  }

  /** Lets orders through, which must be {@link #audited}, while there is room for their lines. */
  Handler<RoutingContext> withRoom(Handler<RoutingContext> handler) {
    return ctx -> {
      AuditQueue queue = Logs.audit();
      if (queue.reserve()) {
        ctx.put(LINE, queue);
        handler.handle(ctx);
      } else {
        ctx.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        Decorators.send(ctx, REFUSAL);
      }
    };
  }

  /** Writes the line of a POST that is refused before anything was asked about it. */
  void refused(HttpServerRequest request, int status) {
    writeOneOfMany(line(request, Integer.toString(status), "-"));
  }

  private void write(RoutingContext ctx, boolean isAnswered) {
    Line line =
        line(
            ctx.request(),
            isAnswered ? Integer.toString(ctx.response().getStatusCode()) : "unsent",
            Admission.caller(ctx).map(Object::toString).orElse("-"));
    Optional<AuditQueue> room = Optional.ofNullable(ctx.get(LINE));
    boolean mayHaveChanged = !isAnswered || ctx.response().getStatusCode() / 100 != CLIENT_ERROR;
    if (room.isPresent() && mayHaveChanged) {
      line.write();
    } else {
      writeOneOfMany(line);
    }
    room.ifPresent(AuditQueue::release);
  }

  private void writeOneOfMany(Line line) {
    if (!notLetIn.lets()) {
      return;
    }
    AuditQueue queue = Logs.audit();
    if (notLetIn.hasHeldBack() && queue.reserve()) {
      LOG.info("AUDIT: {} others were not let in, who have no line", notLetIn.takeHeldBack());
      queue.release();
    }
    if (queue.reserve()) {
      line.write();
      queue.release();
    } else {
      notLetIn.holdBack();
    }
  }

  private static Line line(HttpServerRequest request, String status, String who) {
    return () ->
        LOG.info(
            "AUDIT: status={} who={} from={} {} {}",
            status,
            who,
            ClientAddress.of(request),
            request.method(),
            request.uri());
  }

  private interface Line {
    void write();
  }
}
