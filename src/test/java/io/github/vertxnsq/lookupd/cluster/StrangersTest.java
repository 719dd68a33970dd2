package io.github.vertxnsq.lookupd.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.process.Eventually;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is closed at a port of members. */
class StrangersTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String MANY = "10.0.0.1";
  private static final String ONE = "10.0.0.2";

  private final List<String> closed = new CopyOnWriteArrayList<>();
  private Strangers strangers = new Strangers("port", true, LONG);

  @Test
  void whoOpensManyLosesItsOwnOldest() {
    enter(ONE, "one");
    enterMany(Strangers.MAX_SILENT + 2);

    assertEquals(List.of("0", "1", "2"), closed);
  }

  @Test
  void aMemberWithACertificateIsClosedByNobody() {
    for (int i = 0; i < 3 * Strangers.MAX_TALKING; i++) {
      enter(MANY, "member").talks();
    }
    enterMany(Strangers.MAX_SILENT + 1);

    assertEquals(List.of("0"), closed);
  }

  @Test
  void withoutCertificatesThoseWhoTalkAreBoundedBesideThoseWhoDoNot() {
    strangers = new Strangers("port", false, LONG);
    enterMany(Strangers.MAX_SILENT);
    enter(ONE, "one").talks();
    assertEquals(List.of("0"), closed); // for the one, before it talked
    for (int i = 0; i < Strangers.MAX_TALKING; i++) {
      enter(MANY, "talks " + i).talks();
    }

    assertEquals("talks 0", closed.get(closed.size() - 1));
    assertEquals(false, closed.contains("one"));
  }

  @Test
  void whoHasEndedMakesRoom() {
    strangers = new Strangers("port", false, LONG);
    for (int i = 0; i < 3 * Strangers.MAX_TALKING; i++) {
      enter(MANY, "silent").ends();
      Strangers.Stranger talking = enter(MANY, "talking");
      talking.talks();
      talking.ends();
    }
    Strangers.Stranger late = enter(MANY, "late");
    late.ends();
    late.talks(); // what had come before
    enterMany(Strangers.MAX_SILENT);

    assertEquals(List.of(), closed);
  }

  @Test
  void whoSaysNothingForSomeSecondsIsClosed() throws Exception {
    strangers = new Strangers("port", false, Duration.ofMillis(50));
    Strangers.Stranger member = enter(ONE, "member");
    member.talks();
    enter(ONE, "ended").ends();
    enter(ONE, "silent");

    Eventually.holds("closed", Duration.ofSeconds(10), () -> !closed.isEmpty());
    assertEquals(List.of("silent"), closed);
  }

  private void enterMany(int count) {
    IntStream.range(0, count).forEach(i -> enter(MANY, Integer.toString(i)));
  }

  private Strangers.Stranger enter(String address, String name) {
    return strangers.enter(new InetSocketAddress(address, 1), () -> closed.add(name));
  }
}
