package io.github.vertxnsq.lookupd.hostile.arena;

import static io.github.vertxnsq.lookupd.hostile.arena.Crowd.Reading.ALL;
import static io.github.vertxnsq.lookupd.hostile.arena.Crowd.Reading.A_LITTLE;
import static io.github.vertxnsq.lookupd.hostile.arena.Crowd.Reading.NOTHING;

import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.List;

/** Answers, and what is told without being asked for, that are each much. */
final class LargeAnswers {
  private static final String[] ANYTHING = {"If-None-Match: *"};
  private static final String TOPIC = "topic=" + Grounds.FAT;

  private LargeAnswers() {}

  static List<Attack> all() {
    return List.of(
        Attack.of(
                "listings of 200,000 registrations, unread and read",
                asking("/nodes", 10, NOTHING),
                asking("/nodes", 2, ALL),
                asking("/topics", 60, NOTHING))
            .on(Grounds.topics(2, 100_000)),
        Attack.of(
                "scrape targets of 200,000 registrations, unread",
                asking("/prometheus/sd", 20, NOTHING))
            .on(Grounds.topics(2, 100_000)),
        Attack.of(
                "the debug listing of 100,000 registrations, unread and read byte by byte",
                asking("/debug", 40, NOTHING),
                asking("/debug", 40, A_LITTLE))
            .on(Grounds.topics(2, 50_000)),
        Attack.of(
                "listings of 500 talkative producers, unread",
                asking("/nodes", 150, NOTHING),
                asking("/prometheus/sd", 150, NOTHING))
            .on(Grounds.producers(500)),
        Attack.of("90,000 channels, unread", asking("/channels?" + TOPIC, 150, NOTHING))
            .on(Grounds.channels(90_000)),
        Attack.of(
                "a topic of 90,000 channels, unread",
                asking("/ui/topic?" + TOPIC, 100, NOTHING),
                asking("/lookup?" + TOPIC, 100, NOTHING))
            .on(Grounds.channels(90_000)),
        Attack.of(
                "a topic of 500 talkative producers, unread",
                asking("/lookup?" + TOPIC, 100, NOTHING),
                asking("/ui/topic?" + TOPIC, 100, NOTHING),
                asking("/events?" + TOPIC, 100, NOTHING))
            .on(Grounds.talkative(60), Grounds.producers(500)),
        Attack.of(
                "listeners to everything that read nothing, while much happens",
                listeners("/events", 200),
                changing(20))
            .on(Grounds.producers(100)),
        Attack.of(
                "listeners to a topic that read nothing, while it changes",
                listeners("/events?" + TOPIC, 200),
                changing(20))
            .on(Grounds.producers(300)),
        Attack.of(
                "the console's listeners that read nothing, while much happens",
                listeners("/ui/live?heard=true", 200),
                changing(20))
            .on(Grounds.producers(300)),
        Attack.of(
                "a thousand waits for a topic that changes again and again",
                Crowd.of(1_000, Port.HTTP)
                    .begins(Wire.get("/lookup?wait=10m&" + TOPIC, ANYTHING))
                    .goesOn(1_000, Wire.get("/lookup?wait=10m&" + TOPIC, ANYTHING)),
                changing(2))
            .on(Grounds.producers(100)),
        Attack.of(
                "waits for all nodes by those who read nothing, while they change",
                Crowd.of(300, Port.HTTP)
                    .begins(Wire.get("/nodes?wait=10m", ANYTHING).repeat(50))
                    .reads(NOTHING),
                changing(5))
            .on(Grounds.producers(500)),
        Attack.of(
            "one listener, and hundreds that identify at length and leave",
            Crowd.of(1, Port.HTTP).begins(Wire.get("/events")),
            Crowd.of(620, Port.TCP)
                .begins(i -> Wire.identify(Grounds.longest(i)) + "REGISTER t" + i + "#ephemeral\n")
                .staysMillis(1_000)),
        Attack.of(
            "one listener, and hundreds whose host has a name of 60 KB",
            Crowd.of(1, Port.HTTP).begins(Wire.get("/events")),
            Crowd.of(620, Port.TCP)
                .begins(
                    i ->
                        Wire.identify(
                            ProducerIdentity.numbered("fat", i).withHostname("h".repeat(60_000))))
                .connectsPerSecond(250)));
  }

  /** Each asks four times at once. */
  private static Crowd asking(String target, int connections, Crowd.Reading reading) {
    return Crowd.of(connections, Port.HTTP).begins(Wire.get(target).repeat(4)).reads(reading);
  }

  private static Crowd listeners(String target, int count) {
    return Crowd.of(count, Port.HTTP).begins(Wire.get(target)).reads(NOTHING);
  }

  /** Registers and unregisters a channel of the topic, so many times a second. */
  private static Crowd changing(int perSecond) {
    return Crowd.of(1, Port.TCP)
        .begins(Wire.identify(ProducerIdentity.numbered("changing", 0)))
        .goesOn(
            perSecond,
            number ->
                (number % 2 == 0 ? "" : "UN") + "REGISTER fat#ephemeral changing#ephemeral\n");
  }
}
