package io.github.vertxnsq.lookupd.hostile.arena;

import java.util.List;

/** Requests that grow and do not end. */
final class UnfinishedRequests {
  private static final int MANY = 1_000;
  private static final String CHUNKED =
      Wire.post("/topic/delete?topic=none", "Transfer-Encoding: chunked");
  private static final String HEAD = Wire.head("GET /ping HTTP/1.1");

  private UnfinishedRequests() {}

  static List<Attack> all() {
    return List.of(
        unfinished("trailers", CHUNKED + "0\r\n", "a:\r\n".repeat(4_000)),
        unfinished(
            "long trailers", CHUNKED + "0\r\n", ("a: " + "v".repeat(8_000) + "\r\n").repeat(8)),
        unfinished("chunk extensions", CHUNKED, "1;" + "e".repeat(16_000)),
        unfinished(
            "chunks with extensions", CHUNKED, ("1;x=" + "y".repeat(500) + "\r\nb\r\n").repeat(30)),
        unfinished("chunks of a byte", CHUNKED, "1\r\nb\r\n".repeat(3_000)),
        unfinished("sizes of chunks", CHUNKED, "0".repeat(16_000)),
        unfinished("bodies in chunks", CHUNKED, "8000\r\n" + "b".repeat(0x8000) + "\r\n7000\r\nb"),
        unfinished(
            "bodies",
            Wire.post("/topic/delete?topic=none", "Content-Length: 65536"),
            "b".repeat(60_000)),
        unfinished("headers of three bytes", HEAD, "a:b\r\n".repeat(3_000)),
        unfinished("headers without a value", HEAD, "a:\r\n".repeat(3_000)),
        unfinished("headers of one name", HEAD, "Accept: a\r\n".repeat(1_400)),
        unfinished("headers that are folded", HEAD + "A: b\r\n", " c\r\n".repeat(3_500)),
        unfinished("one header", HEAD, "X: " + "x".repeat(16_000)),
        unfinished("one header's name", HEAD, "X".repeat(16_000)),
        unfinished("targets", "GET /", "a".repeat(4_000)),
        unfinished("methods", "", "A".repeat(4_000)),
        unfinished("blank lines", "", "\r\n".repeat(8_000)),
        unfinished("blank lines without returns", "", "\n".repeat(16_000)),
        unfinished("spaces before a request", "", " ".repeat(16_000)),
        unfinished(
            "many small requests before one that does not end",
            Wire.get("/ping").repeat(50) + HEAD,
            "a:b\r\n".repeat(3_000)),
        Attack.of(
            "headers over TLS that do not end",
            Crowd.of(MANY, Port.HTTPS)
                .begins(HEAD + "a:b\r\n".repeat(3_000))
                .goesOn(2_000, "a:b\r\n".repeat(10))
                .connectsPerSecond(200)),
        Attack.of(
            "trailers that grow a line at a time",
            Crowd.of(MANY, Port.HTTP).begins(CHUNKED + "0\r\n").goesOn(3_000, "a:\r\n")),
        Attack.of(
            "requests that are cut and reset",
            Crowd.of(200, Port.HTTP)
                .begins(HEAD + "a:b\r\n".repeat(1_000))
                .staysMillis(100)
                .connectsPerSecond(500)),
        Attack.of(
            "requests whose sender ends its side",
            Crowd.of(200, Port.HTTP)
                .begins(Wire.get("/topics").repeat(20) + HEAD)
                .endsOutput()
                .comesAgain()
                .connectsPerSecond(300)));
  }

  /** By a thousand, who are there anew when they were dropped. */
  private static Attack unfinished(String what, String begin, String part) {
    return Attack.of(
        what + " that do not end",
        Crowd.of(MANY, Port.HTTP)
            .begins(begin + part)
            .goesOn(300, part)
            .comesAgain()
            .connectsPerSecond(1_000));
  }
}
