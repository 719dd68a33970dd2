package io.github.vertxnsq.lookupd.hostile.arena;

import static io.github.vertxnsq.lookupd.hostile.arena.Crowd.Reading.A_LITTLE;
import static io.github.vertxnsq.lookupd.hostile.arena.Crowd.Reading.NOTHING;

import java.util.List;

/** Many small requests at once, whose answers nobody takes. */
final class AnswersUnread {
  private static final int MANY = 1_000;
  private static final String LOOKUP = "/lookup?topic=" + Grounds.FAT;

  private AnswersUnread() {}

  static List<Attack> all() {
    return List.of(
        unread("lookups of much", Port.HTTP, Wire.get(LOOKUP)).on(Grounds.talkative(60)),
        unread("lookups of some", Port.HTTP, Wire.get(LOOKUP))
            .on(Grounds.talkative(1), Grounds.producers(12)),
        unread("lookups of much over TLS", Port.HTTPS, Wire.get(LOOKUP)).on(Grounds.producers(200)),
        unread(
                "lookups of much by HTTP/1.0",
                Port.HTTP,
                Wire.request("GET " + LOOKUP + " HTTP/1.0", "Connection: keep-alive"))
            .on(Grounds.producers(200)),
        Attack.of(
                "lookups of much, piped and read byte by byte",
                Crowd.of(100, Port.HTTP).begins(Wire.get(LOOKUP).repeat(MANY)).reads(A_LITTLE))
            .on(Grounds.producers(200)),
        Attack.of(
                "lookups of much, piped and unread, by those who leave and come again",
                Crowd.of(100, Port.HTTP)
                    .begins(Wire.get(LOOKUP).repeat(MANY))
                    .reads(NOTHING)
                    .staysMillis(500))
            .on(Grounds.producers(200)),
        unread(
                "lookups with a condition",
                Port.HTTP,
                Wire.get(LOOKUP + "&wait=0", "If-None-Match: *"))
            .on(Grounds.producers(200)),
        unread("the console's page", Port.HTTP, Wire.get("/ui/")),
        unread("metrics", Port.HTTP, Wire.get("/metrics")),
        unread("metrics over TLS", Port.HTTPS, Wire.get("/metrics")),
        unread("the debug listing", Port.HTTP, Wire.get("/debug")).on(Grounds.topics(1, 20_000)),
        unread("the description for machines", Port.HTTP, Wire.get("/openapi.json")),
        unread("HEAD", Port.HTTP, Wire.request("HEAD /nodes HTTP/1.1")),
        unread("OPTIONS", Port.HTTP, Wire.request("OPTIONS /lookup HTTP/1.1")),
        unread("unknown methods", Port.HTTP, Wire.request("BREW /topics HTTP/1.1")),
        unread("targets that are not there", Port.HTTP, Wire.get("/" + "a".repeat(4_000))),
        unread(
            "changes with bodies",
            Port.HTTP,
            Wire.post("/topic/delete?topic=none", "Content-Length: 2000") + "b".repeat(2_000)),
        unread(
            "changes that expect to be asked for their body",
            Port.HTTP,
            Wire.post("/topic/delete?topic=none", "Expect: 100-continue", "Content-Length: 4")
                + "body"),
        unread(
            "changes nobody may make",
            Port.HTTP,
            Wire.post("/topic/delete?topic=none", "Authorization: Bearer wrong")));
  }

  /** By fifty, who send on when they can. */
  private static Attack unread(String what, Port port, String request) {
    String some = request.repeat(Math.max(1, 60_000 / request.length()));
    return Attack.of(
        what + ", piped and unread",
        Crowd.of(50, port).begins(request.repeat(MANY)).goesOn(100, some).reads(NOTHING));
  }
}
