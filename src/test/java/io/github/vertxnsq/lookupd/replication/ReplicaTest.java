package io.github.vertxnsq.lookupd.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.registry.Command;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one replica owes another, message by message. */
class ReplicaTest {
  private static final long SOON_MILLIS = 100;

  private final SimNetwork network = new SimNetwork(new Random(1));
  private final SimNode writer = new SimNode("a", 1, 0, network);
  private final SimNode other = new SimNode("b", 2, 0, network);

  @BeforeEach
  void join() {
    network.mend(); // every message arrives, unless it is taken away
    for (SimNode node : List.of(writer, other)) {
      network.nodes.put(node.id, node);
    }
    writer.setMembers(Set.of(other.id));
    other.setMembers(Set.of(writer.id));
    settle();
  }

  private void settle() {
    network.runUntil(network.nowMillis() + SOON_MILLIS);
  }

  private void create(String topic) {
    writer.run(new Command.Create(TopicName.parse(topic).orElseThrow()));
  }

  @Test
  void whoWaitsIsToldWhenAGapIsFilled() {
    create("lost");
    network.split(Set.of(writer.id));
    writer.replica().flush();
    settle();
    network.heal();

    boolean[] isApplied = {false};
    create("waited-for");
    writer.replica().whenApplied(network.nowMillis(), isKept -> isApplied[0] = isKept);
    settle();
    assertFalse(isApplied[0], "the other lacks what came before");

    writer.sendDigest(); // it shows the other that something is missing
    settle();
    assertTrue(isApplied[0]);
  }

  @Test
  void whatCameAheadOfACopyIsNotLostWithIt() {
    loseWhatIsSent(() -> create("lost"));
    create("early");
    writer.replica().flush();
    settle();
    assertFalse(other.knows("early"), "one before it is missing");

    other.receive(writer.id, digest(1, 2));
    other.receive(writer.id, new ReplicationMessage.SlicePage(1, 1, 2, 0, List.of(), false));
    assertTrue(other.knows("early"), "no copy of producers has it");
  }

  @Test
  void aCopyOfProducersIsNotTakenForWhatAllWrite() {
    boolean[] isKnown = {false};
    loseWhatIsSent(
        () -> {
          create("lost");
          writer
              .replica()
              .whenApplied(network.nowMillis(), isKept -> isKnown[0] = other.knows("lost"));
        });
    create("early");
    writer.replica().whenApplied(network.nowMillis(), isKept -> {});
    settle();
    assertFalse(isKnown[0]);

    other.receive(writer.id, digest(1, 2));
    other.receive(writer.id, new ReplicationMessage.SlicePage(1, 1, 2, 0, List.of(), false));
    settle();
    assertTrue(isKnown[0]);
  }

  /** Messages of before may come after those under the number that a daemon has taken since. */
  @Test
  void whoBeganAnewIsHeardThoughAnEarlierDigestCameLate() {
    other.receive(writer.id, digest(7, 0));
    other.receive(writer.id, digest(6, 0));
    assertFalse(other.replica().members().isPresent(7), "the one that came last counts");

    network.runUntil(network.nowMillis() + Member.ABSENT_MILLIS);
    other.receive(writer.id, digest(7, 0));
    assertTrue(other.replica().members().isPresent(7), "nothing more comes under the other one");
  }

  private void loseWhatIsSent(Runnable sending) {
    network.split(Set.of(writer.id));
    sending.run();
    writer.replica().flush();
    settle();
    network.heal();
  }

  /** One of the writer's, under that number. */
  private ReplicationMessage.Digest digest(int number, long applied) {
    ReplicationMessage.Digest last = other.replica().members().find(writer.id).lastDigest();
    return new ReplicationMessage.Digest(
        number,
        last.name(),
        last.ready(),
        List.of(new ReplicationMessage.OriginState(number, applied, 0)),
        last.factsHash(),
        last.hybridTime(),
        last.horizonMinutes(),
        last.settled(),
        List.of(),
        last.hasCopy(),
        last.full(),
        last.wallMillis(),
        last.opinions());
  }

  @Test
  void whoSpeaksForAnotherIsRefused() {
    ReplicationMessage lie = new ReplicationMessage.Goodbye(other.origin());
    assertEquals(
        Optional.of(Screening.Wrong.CONTRADICTION),
        other.replica().receive(writer.id, lie, network.nowMillis(), SimNetwork.WALL_START_MILLIS));
  }
}
