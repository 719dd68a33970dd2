package io.github.vertxnsq.lookupd.http.console;

import io.github.vertxnsq.lookupd.http.Annex;
import io.github.vertxnsq.lookupd.http.Doors;
import io.vertx.core.Vertx;

/** The web console, without its page's own doing in the browser. Shared by all instances. */
public final class Console implements Annex {
  private final Vertx vertx;
  private final Assets assets;

  /** The console that came with the program. */
  public Console(Vertx vertx) {
    this(vertx, Assets.ofTheProgram());
  }

  Console(Vertx vertx, Assets assets) {
    this.vertx = vertx;
    this.assets = assets;
  }

  @Override
  public void addTo(Doors doors) {
    Pages pages = new Pages(vertx, assets);
    doors.otherwise("/", pages::front);
    doors.files("/ui", pages::index);
    doors.files("/ui/assets/*", pages::asset);
  }
}
