package io.github.vertxnsq.lookupd.bench.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.bench.Names;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * The producers, as a process. Takes commands on stdin, a line each, and answers each on stdout
 * with its number, a space and one JSON object. Ends with its stdin.
 *
 * <p>All on one event loop: with two cores, a second one would take its time from the daemon.
 */
public final class FleetMain {
  private final Crowd crowd;

  private FleetMain(Crowd crowd) {
    this.crowd = crowd;
  }

  /** Takes the port to connect to, and what the producers' hosts are called. */
  public static void main(String[] args) throws IOException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    FleetMain fleet = new FleetMain(new Crowd(vertx, args[1], Integer.parseInt(args[0])));
    Context context = vertx.getOrCreateContext();
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    int number = 0;
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      int id = ++number;
      String command = line;
      context.runOnContext(
          ignored ->
              fleet
                  .carryOut(command)
                  .onComplete(
                      told -> System.out.println(id + " " + told.encode()),
                      failure ->
                          System.out.println(
                              id
                                  + " "
                                  + new JsonObject().put("failure", failure.toString()).encode())));
    }
    Runtime.getRuntime().halt(0); // nobody is there any more to say good-bye to 15,000 sockets for
  }

  private Future<JsonObject> carryOut(String command) {
    String[] words = command.split(" ", -1);
    return switch (words[0]) {
      case "connect" -> crowd.connect(number(words, 1), number(words, 2));
      case "register" -> crowd.register(names(words, 1), number(words, 4));
      case "register-slowly" -> crowd.registerSlowly(names(words, 1), number(words, 4));
      case "storm" -> crowd.storm(number(words, 1), names(words, 2));
      case "ping" -> crowd.ping(number(words, 1));
      case "pings" -> crowd.pings();
      case "leave" -> crowd.leave();
      default -> Future.failedFuture("no command: " + command);
    };
  }

  private static Names names(String[] words, int from) {
    return new Names(words[from], number(words, from + 1), number(words, from + 2));
  }

  private static int number(String[] words, int place) {
    return Integer.parseInt(words[place]);
  }
}
