package io.github.vertxnsq.lookupd.hostile.arena;

import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.List;

/** Who takes places, somebody else's identity, or somebody else's rights. */
final class Presence {
  private static final String NOBODY = "127.0.0.3";

  /** Where those that live with the daemon are, too. */
  private static final String HOME = "127.0.0.1";

  private static final String IDENTIFY = Wire.identify(LivingProducer.IDENTITY);
  private static final String LIVING = "topic=" + LivingProducer.TOPIC;
  private static final String NODE =
      "&node="
          + LivingProducer.IDENTITY.broadcastAddress()
          + ":"
          + LivingProducer.IDENTITY.httpPort();

  private Presence() {}

  static List<Attack> places() {
    return List.of(
        Attack.of(
            "connections over HTTP that rest, more than there may be",
            Crowd.of(3_100, Port.HTTP).from(NOBODY).comesAgain().connectsPerSecond(1_500)),
        Attack.of(
            "connections over HTTP that rest when they were answered",
            Crowd.of(3_100, Port.HTTP)
                .from(NOBODY)
                .begins(Wire.get("/ping"))
                .comesAgain()
                .connectsPerSecond(1_500)),
        Attack.of(
            "connections over HTTP of many addresses that rest",
            Crowd.of(3_100, Port.HTTP)
                .fromManyAddresses()
                .begins(Wire.get("/ping"))
                .comesAgain()
                .connectsPerSecond(1_500)),
        Attack.of(
            "waits that take all places",
            Crowd.of(3_100, Port.HTTP)
                .from(NOBODY)
                .begins(Wire.get("/topics?wait=10m", "If-None-Match: *"))
                .comesAgain()
                .connectsPerSecond(1_500)),
        Attack.of(
            "producers that rest",
            Crowd.of(3_500, Port.TCP).from(NOBODY).begins("  V1PING\n").comesAgain()),
        Attack.of(
            "requests over many connections of one use",
            Crowd.of(100, Port.HTTP)
                .from(NOBODY)
                .begins(Wire.get("/lookup?" + LIVING, "Connection: close"))
                .comesAgain()
                .connectsPerSecond(800)));
  }

  static List<Attack> rights() {
    return List.of(
        Attack.of("an identity taken over", twin(1, "PING\n").staysMillis(2_000)),
        Attack.of("an identity taken over by many", twin(100, "PING\n").staysMillis(500)),
        Attack.of(
            "an identity taken over by who registers and takes it back",
            twin(10, "REGISTER living\nPING\nUNREGISTER living\n").staysMillis(300)),
        Attack.of(
            "an identity taken over by who pings on",
            twin(5, "PING\n").goesOn(50, "PING\n").comesAgain()),
        crossSite("Origin: http://evil.example"),
        crossSite("Sec-Fetch-Site: cross-site"),
        crossSite("Sec-Fetch-Site: same-site"),
        crossSite("Origin: null"),
        Attack.of(
            "deletions by a name that leads here for a while",
            Crowd.of(2, Port.HTTP)
                .goesOn(
                    20,
                    "POST /topic/delete?"
                        + LIVING
                        + " HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n")
                .comesAgain()),
        Attack.of(
            "deletions by nobody",
            Crowd.of(20, Port.HTTP)
                .from(NOBODY)
                .goesOn(200, Wire.post("/topic/delete?" + LIVING))
                .goesOn(200, Wire.post("/topic/tombstone?" + LIVING + NODE))
                .comesAgain()),
        wrongTokens(1),
        wrongTokens(300),
        Attack.of(
            "changes by an administrator, as many as can be",
            Crowd.of(20, Port.HTTP).goesOn(1_000, Wire.post("/topic/create?topic=same"))),
        Attack.of(
            "registrations that fill the log",
            Crowd.of(20, Port.TCP)
                .begins(i -> Wire.identify(ProducerIdentity.numbered("loud", i)))
                .goesOn(400, "REGISTER loud#ephemeral\n".repeat(100))));
  }

  private static Crowd twin(int count, String commands) {
    return Crowd.of(count, Port.TCP).from(NOBODY).begins(IDENTIFY + commands);
  }

  /** As a browser sends them, from where an administrator is. */
  private static Attack crossSite(String header) {
    return Attack.of(
        "changes for another site, " + header,
        Crowd.of(2, Port.HTTP)
            .goesOn(20, Wire.post("/topic/delete?" + LIVING, header))
            .comesAgain(),
        Crowd.of(2, Port.HTTP)
            .goesOn(20, Wire.post("/topic/tombstone?" + LIVING + NODE, header))
            .comesAgain());
  }

  private static Attack wrongTokens(int perSecond) {
    return Attack.of(
        perSecond + " wrong tokens a second, from where the operator is",
        Crowd.of(5, Port.HTTP)
            .from(HOME)
            .goesOn(perSecond, Wire.post("/topic/create?topic=a", "Authorization: Bearer wrong"))
            .comesAgain());
  }
}
