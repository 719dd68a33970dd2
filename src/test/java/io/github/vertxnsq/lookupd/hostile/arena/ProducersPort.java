package io.github.vertxnsq.lookupd.hostile.arena;

import static io.github.vertxnsq.lookupd.hostile.arena.Crowd.Reading.A_LITTLE;
import static io.github.vertxnsq.lookupd.hostile.arena.Crowd.Reading.NOTHING;

import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.List;

/** What can be done to the port for producers. */
final class ProducersPort {
  private static final String HALF_IDENTIFY =
      "  V1IDENTIFY\n" + Wire.size(64 << 10) + "{".repeat(65_000);

  private ProducersPort() {}

  static List<Attack> all() {
    return List.of(
        Attack.of(
            "IDENTIFY by halves", Crowd.of(2_200, Port.TCP).begins(HALF_IDENTIFY).comesAgain()),
        Attack.of(
            "IDENTIFY by halves over TLS",
            Crowd.of(400, Port.TCP_TLS).begins(HALF_IDENTIFY).comesAgain().connectsPerSecond(150)),
        Attack.of(
            "IDENTIFY a byte at a time",
            Crowd.of(2_000, Port.TCP)
                .begins("  V1IDENTIFY\n" + Wire.size(64 << 10))
                .goesOn(4_000, "{")),
        Attack.of(
            "lines without end",
            Crowd.of(500, Port.TCP).begins("  V1").goesOn(500, "A".repeat(1_000)).comesAgain()),
        Attack.of(
            "empty lines",
            Crowd.of(200, Port.TCP).begins("  V1").goesOn(500, "\n".repeat(1_000)).comesAgain()),
        Attack.of(
            "PINGs whose answers are unread",
            Crowd.of(150, Port.TCP)
                .begins("  V1")
                .goesOn(300, "PING\n".repeat(10_000))
                .reads(NOTHING)),
        Attack.of(
            "PINGs over TLS whose answers are unread",
            Crowd.of(50, Port.TCP_TLS)
                .begins("  V1")
                .goesOn(100, "PING\n".repeat(10_000))
                .reads(NOTHING)
                .connectsPerSecond(50)),
        Attack.of(
            "PINGs with words behind, read byte by byte",
            Crowd.of(150, Port.TCP)
                .begins("  V1")
                .goesOn(300, ("PING" + " a".repeat(500) + "\n").repeat(50))
                .reads(A_LITTLE)),
        Attack.of(
            "registrations by many who leave again and again",
            Crowd.of(100, Port.TCP)
                .begins(
                    i ->
                        Wire.identify(ProducerIdentity.numbered("storm", i))
                            + Wire.registerTopics("s" + i + "x", 500))
                .staysMillis(700)),
        Attack.of(
            "registrations of channels by many who leave again and again",
            Crowd.of(50, Port.TCP)
                .begins(
                    i ->
                        Wire.identify(ProducerIdentity.numbered("storm", i))
                            + Wire.registerTopics("sx", 500).replace("\n", " channel#ephemeral\n"))
                .staysMillis(700)),
        Attack.of(
            "registrations until there is no room",
            Crowd.of(12, Port.TCP)
                .begins(
                    i ->
                        Wire.identify(ProducerIdentity.numbered("greedy", i))
                            + Wire.registerTopics("g" + i + "x", 100_000))),
        Attack.of(
            "producers until there is no room",
            Crowd.of(3_500, Port.TCP).begins(i -> Wire.identify(Grounds.longest(i)))),
        Attack.of(
            "registrations that are taken back and made again",
            Crowd.of(20, Port.TCP)
                .begins(Wire.identify(ProducerIdentity.numbered("fickle", 0)))
                .goesOn(400, "REGISTER f#ephemeral\nUNREGISTER f#ephemeral\n".repeat(50))),
        Attack.of(
            "connections that come and go",
            Crowd.of(300, Port.TCP).begins("  V1PING\n").staysMillis(50).connectsPerSecond(1_500)),
        Attack.of(
            "requests of HTTP and handshakes of TLS",
            Crowd.of(100, Port.TCP).begins(Wire.get("/ping")).comesAgain().connectsPerSecond(300),
            Crowd.of(100, Port.TCP).begins(Wire.clientHello()).comesAgain().connectsPerSecond(300)),
        Attack.of(
            "commands whose sender ends its side",
            Crowd.of(200, Port.TCP)
                .begins("  V1" + "PING\n".repeat(900) + "REGIS")
                .endsOutput()
                .comesAgain()
                .connectsPerSecond(500)),
        Attack.of(
            "topics made and deleted",
            Crowd.of(20, Port.HTTP)
                .goesOn(
                    1_500,
                    n ->
                        Wire.post(
                            "/topic/"
                                + (n % 2 == 0 ? "create" : "delete")
                                + "?topic=made"
                                + n / 2))),
        Attack.of(
                "tombstones of what there is and of what there is not",
                Crowd.of(20, Port.HTTP)
                    .goesOn(
                        1_500,
                        n ->
                            Wire.post(
                                "/topic/tombstone?topic="
                                    + Grounds.FAT
                                    + "&node=node"
                                    + n
                                    + ":4151")))
            .on(Grounds.producers(300)));
  }
}
