package io.github.vertxnsq.lookupd.http.console;

import io.github.vertxnsq.lookupd.bus.RegistryClient;
import io.github.vertxnsq.lookupd.http.Annex;
import io.github.vertxnsq.lookupd.http.Doors;
import io.vertx.core.Vertx;

/** The web console, without its page's own doing in the browser. Shared by all instances. */
public final class Console implements Annex {
  private final Vertx vertx;
  private final RegistryClient registry;
  private final Assets assets;

  /** The console that came with the program. */
  public Console(Vertx vertx, RegistryClient registry) {
    this.vertx = vertx;
    this.registry = registry;
    this.assets = Assets.ofTheProgram();
  }

  @Override
  public void addTo(Doors doors) {
    Pages pages = new Pages(vertx, assets);
    doors.otherwise("/", pages::front);
    doors.files("/ui", pages::index);
    doors.files("/ui/assets/*", pages::asset);
    doors.answer("/ui/topic", new TopicEndpoint(vertx, registry));
  }
}
