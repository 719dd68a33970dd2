package io.github.vertxnsq.lookupd.hostile.arena;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Few bytes, which might take long to understand. Ten of each come in a second. */
final class CostlyWords {
  private static final String IDENTITY =
      ProducerIdentity.numbered("costly", 0).toJson().toString().substring(1);
  private static final String LOOKUP = "/lookup?topic=" + LivingProducer.TOPIC;

  private CostlyWords() {}

  static List<Attack> all() {
    return List.of(
        identifies(
            "a field's name of letters that fold to two", "{\"" + "İ".repeat(32_000) + "\":1,"),
        identifies("a field's name of letters that fold", "{\"" + "ſ".repeat(32_000) + "\":1,"),
        identifies("a number of 60,000 digits", "{\"a\":" + "9".repeat(60_000) + ","),
        identifies("a port of 60,000 digits", "{\"tcp_port\":" + "9".repeat(60_000) + ","),
        identifies("a port with a large exponent", "{\"tcp_port\":1e999999999,"),
        identifies("a body nested deeply", "{\"a\":" + "[".repeat(60_000)),
        identifies("names with one hash", "{" + namesWithOneHash(5_000)),
        identifies("a field given thousands of times", "{" + "\"hostname\":\"h\",".repeat(4_000)),
        identifies("escapes", "{\"" + "\\u0130".repeat(10_000) + "\":1,"),
        asks("a quality that is a list", "/", "Accept: text/html" + ";q=0".repeat(3_900)),
        asks("thousands of types wanted", "/", "Accept: " + "a/b,".repeat(3_900)),
        asks("types of nothing wanted", "/", "Accept: " + ",".repeat(16_000)),
        asks("encodings", "/ui/", "Accept-Encoding: " + "gzip;q=0,".repeat(1_700)),
        asks("options of the connection", LOOKUP, "Connection: " + "te,".repeat(5_000)),
        asks("tags", LOOKUP + "&wait=0", "If-None-Match: " + "\"a\",".repeat(3_900)),
        asks("a tag without end", LOOKUP + "&wait=0", "If-None-Match: \"" + "a".repeat(16_000)),
        asks("an endless token", LOOKUP, "Authorization: Bearer " + "a".repeat(16_000)),
        asks("spaces before a token", LOOKUP, "Authorization: Bearer" + " ".repeat(16_000) + "a"),
        asks("a number of events", "/events?topic=none", "Last-Event-ID: " + "9".repeat(16_000)),
        asks("cookies", LOOKUP, "Cookie: " + "a=b;".repeat(4_000)),
        asks("codings", LOOKUP, "Transfer-Encoding: " + "chunked,".repeat(1_900) + "chunked"),
        asks("a forwarded address", LOOKUP, "Forwarded: " + "for=a,".repeat(2_600)),
        asks("parameters", "/lookup?" + "a&".repeat(2_000), "A: b"),
        asks("a parameter again and again", "/lookup?" + "topic=a&".repeat(500), "A: b"),
        asks("escapes in a query", "/lookup?topic=" + "%41".repeat(1_300), "A: b"),
        asks("broken escapes in a query", "/lookup?topic=" + "%".repeat(4_000), "A: b"),
        asks("a long time to wait", LOOKUP + "&wait=" + "1h".repeat(2_000), "A: b"),
        asks("a time of many digits", LOOKUP + "&wait=" + "1".repeat(4_000) + "s", "A: b"),
        asks("dots in a path", "/" + "../".repeat(1_300), "A: b"),
        asks("slashes in a path", "/".repeat(4_000), "A: b"),
        Attack.of(
            "tombstones of an odd node",
            Crowd.of(20, Port.HTTP)
                .goesOn(
                    200,
                    Wire.post(
                        "/topic/tombstone?topic=a&node=" + "[".repeat(1_000) + ":".repeat(2_000)))
                .comesAgain()));
  }

  private static Attack identifies(String what, String beginning) {
    return Attack.of(
        "IDENTIFY with " + what,
        Crowd.of(10, Port.TCP)
            .begins(Wire.identify(beginning + IDENTITY))
            .staysMillis(1_000)
            .connectsPerSecond(10));
  }

  private static Attack asks(String what, String target, String header) {
    String request = Wire.get(target, new String(header.getBytes(UTF_8), ISO_8859_1));
    return Attack.of(
        "requests with " + what, Crowd.of(50, Port.HTTP).goesOn(200, request).comesAgain());
  }

  /** Fields whose names have one hash code in Java. */
  private static String namesWithOneHash(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                IntStream.range(0, 13)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining("", "\"", "\":1,")))
        .collect(Collectors.joining())
        .substring(0, 60_000)
        .replaceFirst("[^,]*$", "");
  }
}
