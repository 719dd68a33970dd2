package io.github.vertxnsq.lookupd.replication;

import io.github.vertxnsq.lookupd.registry.Change;
import io.github.vertxnsq.lookupd.registry.ChannelName;
import io.github.vertxnsq.lookupd.registry.CommonFacts;
import io.github.vertxnsq.lookupd.registry.Name;
import io.github.vertxnsq.lookupd.registry.NodeAddress;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import io.github.vertxnsq.lookupd.registry.ProducerId;
import io.github.vertxnsq.lookupd.registry.ProducerState;
import io.github.vertxnsq.lookupd.registry.Stamp;
import io.github.vertxnsq.lookupd.registry.TopicName;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Messages that nobody would send, and all that somebody would. */
final class AnyMessage {
  private static final int MAX_RECORDS = 12;
  private static final Arbitrary<Boolean> FLAGS = Arbitraries.of(true, false);

  private AnyMessage() {}

  static Arbitrary<ReplicationMessage> any() {
    return Arbitraries.oneOf(
        batches(),
        acks(),
        digests(),
        fetchSlices(),
        slicePages(),
        fetchFacts(),
        factsPages(),
        nodes().map(ReplicationMessage.Goodbye::new));
  }

  private static Arbitrary<Integer> nodes() {
    return Arbitraries.oneOf(Arbitraries.of(0, 1, -1, Integer.MIN_VALUE), Arbitraries.integers());
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(-200, 200),
        Arbitraries.longs(),
        Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, 1L << 62));
  }

  private static Arbitrary<Long> naturals() {
    return longs().map(any -> any & Long.MAX_VALUE);
  }

  /** Empty, ASCII, of every length of UTF-8, and half of what should be a pair. */
  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.of("", "nsqd-1", "\0", "\uD83D\uDE00", "\uD800", "\uDC00\uD800", "a\uDFFF"),
        Arbitraries.strings().all().ofMaxLength(20),
        Arbitraries.strings().withCharRange('\uD7FE', '\uE001').ofMaxLength(8),
        Arbitraries.strings().ascii().ofMinLength(120).ofMaxLength(300));
  }

  private static Arbitrary<String> nameTexts() {
    Arbitrary<String> stems =
        Arbitraries.strings().alpha().numeric().withChars("._-").ofMinLength(1).ofMaxLength(54);
    return Arbitraries.oneOf(
        Arbitraries.of("a", "b", "c"), stems, stems.map(stem -> stem + "#ephemeral"));
  }

  private static Arbitrary<TopicName> topics() {
    return nameTexts().map(text -> TopicName.parse(text).orElseThrow());
  }

  private static Arbitrary<ChannelName> channels() {
    return Combinators.combine(topics(), nameTexts())
        .as((topic, text) -> ChannelName.parse(topic, text).orElseThrow());
  }

  private static Arbitrary<Name> names() {
    return Arbitraries.oneOf(topics(), channels());
  }

  private static Arbitrary<PeerInfo> peers() {
    return Combinators.combine(
            texts(), texts(), texts(), longs(), longs(), texts(), texts(), texts())
        .as(PeerInfo::new);
  }

  private static Arbitrary<Stamp> stamps() {
    return Combinators.combine(longs(), nodes()).as(Stamp::new);
  }

  private static Arbitrary<ProducerId> producers() {
    return Combinators.combine(nodes(), longs()).as(ProducerId::new);
  }

  private static Arbitrary<Change> changes() {
    return Arbitraries.oneOf(
        Combinators.combine(producers(), peers(), stamps()).as(Change.Identified::new),
        Combinators.combine(producers(), stamps()).as(Change.Heard::new),
        Combinators.combine(producers(), names(), stamps()).as(Change.Registered::new),
        Combinators.combine(producers(), names()).as(Change.Unregistered::new),
        producers().map(Change.Ended::new),
        Combinators.combine(names(), stamps()).as(Change.Created::new),
        Combinators.combine(names(), stamps()).as(Change.Deleted::new),
        Combinators.combine(
                topics(), Combinators.combine(texts(), longs()).as(NodeAddress::new), stamps())
            .as(Change.TombstoneSet::new),
        Combinators.combine(names(), stamps()).as(Change.Spent::new),
        Combinators.combine(producers(), FLAGS, FLAGS).as(Change.Silence::new));
  }

  private static <T> Arbitrary<List<T>> some(Arbitrary<T> records) {
    return records.list().ofMaxSize(MAX_RECORDS);
  }

  private static Arbitrary<ReplicationMessage> batches() {
    return Combinators.combine(nodes(), naturals(), some(changes()), FLAGS)
        .as(ReplicationMessage.Batch::new);
  }

  private static Arbitrary<ReplicationMessage> acks() {
    return Combinators.combine(nodes(), naturals()).as(ReplicationMessage.Ack::new);
  }

  private static Arbitrary<ReplicationMessage> digests() {
    Arbitrary<ReplicationMessage.OriginState> states =
        Combinators.combine(nodes(), naturals(), longs()).as(ReplicationMessage.OriginState::new);
    Arbitrary<ReplicationMessage.Age> ages =
        Combinators.combine(longs(), longs(), naturals()).as(ReplicationMessage.Age::new);
    Arbitrary<ReplicationMessage.Opinion> opinions =
        Combinators.combine(texts(), Arbitraries.of(Hearing.values()))
            .as(ReplicationMessage.Opinion::new);
    Arbitrary<List<Boolean>> flags = FLAGS.list().ofSize(4);
    Arbitrary<List<Long>> times = longs().list().ofSize(3);
    return Combinators.combine(
            nodes(), texts(), flags, some(states), longs(), times, some(ages), some(opinions))
        .as(
            (sender, name, flag, origins, hash, time, age, opinion) ->
                new ReplicationMessage.Digest(
                    sender,
                    name,
                    flag.get(0),
                    origins,
                    hash,
                    time.get(0),
                    time.get(1),
                    flag.get(1),
                    age,
                    flag.get(2),
                    flag.get(3),
                    time.get(2),
                    opinion));
  }

  private static Arbitrary<ReplicationMessage> fetchSlices() {
    return Combinators.combine(nodes(), nodes(), longs()).as(ReplicationMessage.FetchSlice::new);
  }

  private static Arbitrary<ReplicationMessage> slicePages() {
    Arbitrary<ProducerState.Held> held =
        Combinators.combine(names(), longs()).as(ProducerState.Held::new);
    Arbitrary<List<Boolean>> flags = FLAGS.list().ofSize(3);
    Arbitrary<ProducerState> producers =
        Combinators.combine(longs(), peers(), stamps(), longs(), naturals(), flags, some(held))
            .as(
                (connection, peer, stamp, heard, ago, flag, holdings) ->
                    new ProducerState(
                        connection,
                        peer,
                        stamp,
                        heard,
                        ago,
                        flag.get(0),
                        flag.get(1),
                        flag.get(2),
                        holdings));
    return Combinators.combine(nodes(), nodes(), longs(), longs(), some(producers), FLAGS)
        .as(ReplicationMessage.SlicePage::new);
  }

  private static Arbitrary<ReplicationMessage> fetchFacts() {
    return Combinators.combine(nodes(), topics().injectNull(0.3))
        .as(ReplicationMessage.FetchFacts::new);
  }

  private static Arbitrary<ReplicationMessage> factsPages() {
    Arbitrary<CommonFacts.Aged> facts =
        Combinators.combine(changes(), naturals()).as(CommonFacts.Aged::new);
    Arbitrary<TopicName> optional = topics().injectNull(0.3);
    return Combinators.combine(nodes(), optional, some(facts), optional)
        .as(ReplicationMessage.FactsPage::new);
  }
}
