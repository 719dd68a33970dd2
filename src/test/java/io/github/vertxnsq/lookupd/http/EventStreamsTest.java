package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertxnsq.lookupd.bus.Peers;
import io.github.vertxnsq.lookupd.bus.Told;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client cannot bring about. */
@ExtendWith(VertxExtension.class)
@Timeout(30)
final class EventStreamsTest {
  private final Served served = new Served();

  @BeforeEach
  void deploy(Vertx vertx) throws Exception {
    BareHttp bare = BareHttp.on(vertx, Peers.NONE, 1);
    bare.deployRegistry(() -> false);
    served.services = bare.services();
    vertx.deployVerticle(served).await();
  }

  @Test
  void whoWouldMissSomethingIsDroppedAndToldItWhenItComesBack() throws Exception {
    try (EventReader events = EventReader.open(served.probe(), "/events")) {
      String log = events.lastId().substring(0, events.lastId().indexOf('-'));
      served.run(() -> served.streams.tell(new Told(log, 1_000, List.of())));
      assertThrows(IOException.class, events::next);
      try (EventReader again = EventReader.resume(served.probe(), "/events", events.lastId())) {
        assertEquals(200, served.probe().get("/create?topic=a").status());
        assertEquals("topic-created a", again.next().summary());
      }
    }
  }

  @Test
  void whoComesWhenTheServerStopsIsToldSo() throws Exception {
    served.run(served.streams::close);
    HttpProbe.Answer answer = served.probe().get("/events");
    assertEquals(503, answer.status());
    assertEquals("{\"message\":\"NOT_READY\"}", answer.text());
  }

  /** Nothing but streams. */
  private static final class Served extends VerticleBase {
    private HttpServices services;
    private EventStreams streams;
    private HttpServer server;

    @Override
    public Future<?> start() {
      streams = new EventStreams(services);
      Router router = Router.router(vertx);
      router.route("/events").handler(new EventsHandler(streams, services.watchers()));
      AdminEndpoints admin = new AdminEndpoints(services.registry());
      router.route("/create").handler(Decorators.v1(admin::createTopic));
      server = vertx.createHttpServer().requestHandler(router);
      return server.listen(0, "127.0.0.1");
    }

    HttpProbe probe() {
      return new HttpProbe(server.actualPort());
    }

    void run(Runnable action) {
      Future.future(
              promise ->
                  context.runOnContext(
                      turn -> {
                        action.run();
                        promise.complete();
                      }))
          .await();
    }
  }
}
