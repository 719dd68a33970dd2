package io.github.vertxnsq.lookupd.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the registry is asked to tell of, and who is told. */
@Timeout(60)
final class ViewChangesTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();

  /** What the registry was asked, in order; belongs to the event loop. */
  private final List<Interest> interests = new ArrayList<>();

  private final List<String> told = new ArrayList<>();
  private final Runnable first = new Follower("first");
  private final Runnable second = new Follower("second");
  private ViewChanges changes;

  private final class Follower implements Runnable {
    private final String name;

    Follower(String name) {
      this.name = name;
    }

    @Override
    public void run() {
      told.add(name);
    }
  }

  @BeforeEach
  void open() throws Exception {
    ByReferenceCodec.register(vertx.eventBus());
    changes = onLoop(() -> Future.succeededFuture(new ViewChanges(vertx)));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void theRegistryIsAskedOnceHoweverManyFollow() throws Exception {
    answer();
    onLoop(() -> changes.follow("a", first));
    onLoop(() -> changes.follow("a", second));
    tell("a");
    assertEquals(List.of("first", "second"), told);

    unfollow("a", first);
    tell("a");
    assertEquals(List.of("first", "second", "second"), told);
    assertEquals(List.of("a true"), asked());
    unfollow("a", second);
    tell("a");
    assertEquals(3, told.size());
    assertEquals(List.of("a true", "a false"), asked());
  }

  @Test
  void whoFollowsAnotherViewIsNotTold() throws Exception {
    answer();
    onLoop(() -> changes.follow("a", first));
    onLoop(() -> changes.follow("b", second));
    tell("b");

    assertEquals(List.of("second"), told);
  }

  /** The first is still there, as it is until all who wait with it have been told. */
  @Test
  void afterAFailureTheRegistryIsAskedAnew() throws Exception {
    assertThrows(Exception.class, () -> onLoop(() -> changes.follow("a", first)));
    answer();
    onLoop(() -> changes.follow("a", second));
    unfollow("a", first);
    tell("a");

    assertEquals(List.of("second"), told);
    assertEquals(List.of("a true"), asked());
  }

  /** From now on there is a registry. */
  private void answer() throws Exception {
    onLoop(
        () ->
            vertx.eventBus().<Interest>localConsumer(Addresses.REGISTRY, this::asked).completion());
  }

  private void asked(Message<Interest> message) {
    interests.add(message.body());
    message.reply(null);
  }

  private List<String> asked() throws Exception {
    return onLoop(
        () ->
            Future.succeededFuture(
                interests.stream().map(it -> it.key() + " " + it.begins()).toList()));
  }

  /** Tells as the registry does. */
  private void tell(String key) throws Exception {
    String address = onLoop(() -> Future.succeededFuture(interests.get(0).address()));
    onLoop(
        () -> {
          vertx.eventBus().send(address, Set.of(key), ByReferenceCodec.LOCAL);
          return Future.succeededFuture();
        });
    onLoop(Future::succeededFuture); // what was sent before is delivered before
  }

  private void unfollow(String view, Runnable changed) throws Exception {
    onLoop(
        () -> {
          changes.unfollow(view, changed);
          return Future.succeededFuture();
        });
    onLoop(Future::succeededFuture);
  }

  private <T> T onLoop(Supplier<Future<T>> step) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(turn -> step.get().onComplete(done));
    return done.future().await(20, TimeUnit.SECONDS);
  }
}
