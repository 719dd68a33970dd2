package io.github.vertxnsq.lookupd.hostile.arena;

import io.github.vertxnsq.lookupd.http.RawHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Who runs the daemon: asks over new connections whether it is alive, and changes something with a
 * token, of which the log has to have a line.
 */
final class Operator extends Observer {
  private final int port;
  private final String token;
  private final List<String> changes = new ArrayList<>();

  Operator(int port, String token) {
    this.port = port;
    this.token = token;
  }

  @Override
  void look(int number) throws Exception {
    if (number % 2 == 0) {
      await(() -> expect(200, "GET", "/health/live"));
    } else {
      String target = "/topic/create?topic=operated&change=" + number;
      // There may be no room for a topic, but whoever has a token is not kept out.
      if (expect(0, "POST", target) == 200) {
        changes.add(target);
      }
    }
  }

  private int expect(int wanted, String method, String target) throws IOException {
    try (RawHttp fresh = RawHttp.over(connect(port))) {
      fresh.send(
          Wire.request(method + " " + target + " HTTP/1.1", "Authorization: Bearer " + token));
      int status = fresh.readAnswer().status();
      if (wanted == 0 ? status != 200 && status != 503 : status != wanted) {
        throw new AssertionError(
            target.replaceFirst("=\\d+$", "") + " was answered with " + status);
      }
      return status;
    } catch (IOException e) {
      throw new IOException("the operator: " + e, e);
    }
  }

  /** What was changed since this was asked last. Only to be asked while nobody looks. */
  List<String> takeChanges() {
    List<String> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  @Override
  void leave() {}
}
