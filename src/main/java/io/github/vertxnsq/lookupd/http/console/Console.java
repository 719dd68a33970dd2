package io.github.vertxnsq.lookupd.http.console;

import io.github.vertxnsq.lookupd.http.Annex;
import io.github.vertxnsq.lookupd.http.Doors;
import io.github.vertxnsq.lookupd.http.HttpServices;
import io.vertx.core.Vertx;
import java.time.Clock;

/** The web console, but for what its page does in the browser. Shared by all instances. */
public final class Console implements Annex {
  private final Assets assets = Assets.ofTheProgram();
  private final Clock clock = Clock.systemUTC();
  private final Uptime uptime = new Uptime(System::nanoTime);

  /** To be made when the daemon starts. */
  public Console() {}

  @Override
  public void addTo(Doors doors, HttpServices services) {
    Vertx vertx = services.vertx();
    Pages pages = new Pages(vertx, assets);
    doors.otherwise("/", pages::front);
    doors.files("/ui", pages::index);
    doors.files("/ui/assets/*", pages::asset);
    doors.answer("/ui/topic", new TopicEndpoint(vertx, services.registry()));
    Samples samples = new Sampling(services, clock, uptime);
    doors.stream("/ui/live", new Live(vertx, samples, Live.STATUS_PERIOD, Live.HEARD_PERIOD));
  }
}
