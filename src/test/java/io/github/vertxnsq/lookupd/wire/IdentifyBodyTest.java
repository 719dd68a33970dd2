package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.vertxnsq.lookupd.process.Allocation;
import io.github.vertxnsq.lookupd.registry.PeerInfo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IDENTIFY's body is read as Go reads it into the reference's struct. */
class IdentifyBodyTest {
  private static final String SOCKET = "10.0.0.1:5000";
  private static final PeerInfo LEAST = new PeerInfo(SOCKET, "", "b", 1, 2, "v", "", "");

  /** A body with the required fields, and these behind them. */
  private static String with(String fields) {
    return "{\"broadcast_address\":\"b\",\"tcp_port\":1,\"http_port\":2,\"version\":\"v\""
        + (fields.isEmpty() ? "" : "," + fields)
        + "}";
  }

  private static IdentifyBody.Result read(String body) {
    return IdentifyBody.read(body.getBytes(UTF_8), SOCKET);
  }

  private static PeerInfo peerOf(String body) {
    IdentifyBody.Result result = read(body);
    assertNull(result.error(), body);
    return result.peer();
  }

  @Test
  void readsEveryField() {
    assertEquals(
        new PeerInfo(SOCKET, "h", "b", 1, 2, "v", "z", "r"),
        peerOf(with("\"hostname\":\"h\",\"topology_zone\":\"z\",\"topology_region\":\"r\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"hostname\":null",
        "\"broadcast_address\":null",
        "\"tcp_port\":null,\"version\":null",
        "\"unknown\":[1e999,{\"tcp_port\":\"x\"},\"\\ud800\",-0.0,true,null]",
        "\"remote_address\":\"1.2.3.4:5\"",
        "\"remote_address\":null",
        "\"\":1",
        "\"vers\u0131on\":1", // an i without a dot is another letter
      })
  void whatIsNullOrUnknownOrNotTheProducersToSayChangesNothing(String fields) {
    assertEquals(LEAST, peerOf(with(fields)));
  }

  @Test
  void whiteSpaceAroundAndWithinIsNothing() {
    assertEquals(LEAST, peerOf(" \t\r\n" + with("").replace(",", " ,\n\t") + "\r\n "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOSTNAME", "HostName", "hostnamE", "ho\u017ftname"})
  void namesOfFieldsMatchWithoutRegardToCase(String name) {
    assertEquals("h", peerOf(with("\"" + name + "\":\"h\"")).hostname());
  }

  @Test
  void ofAFieldGivenTwiceTheLaterOneCounts() {
    assertEquals(9, peerOf(with("\"tcp_port\":8,\"TCP_PORT\":9,\"tcp_port\":null")).tcpPort());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 65_536, Long.MIN_VALUE, Long.MAX_VALUE})
  void anyIntegerIsAPort(long port) {
    PeerInfo peer = peerOf(with("\"tcp_port\":" + port + ",\"http_port\":" + port));
    assertEquals(port, peer.tcpPort());
    assertEquals(port, peer.httpPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tcp_port\":1.0",
        "\"tcp_port\":1e3",
        "\"http_port\":1E0",
        "\"tcp_port\":9223372036854775808",
        "\"tcp_port\":-9223372036854775809",
        "\"tcp_port\":\"4150\"",
        "\"http_port\":true",
        "\"http_port\":[]",
        "\"http_port\":{}",
        "\"tcp_port\":01",
        "\"tcp_port\":+1",
        "\"tcp_port\":NaN",
        "\"version\":1",
        "\"broadcast_address\":1",
        "\"hostname\":false",
        "\"topology_zone\":[\"z\"]",
        "\"topology_region\":{}",
        "\"remote_address\":1",
        "\"remote_address\":[]",
        "\"REMOTE_ADDRESS\":{}",
      })
  void aFieldOfTheWrongTypeIsAnError(String fields) {
    assertEquals(WireError.NOT_JSON, read(with(fields)).error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[]",
        "[{}]",
        "1",
        "true",
        "\"text\"",
        "nul",
        "null null",
        "null{}",
        "{}}",
        "{} x",
        "{}{}",
        "{}\0",
        "\ufeff{}",
        "{\"hostname\":\"a\tb\"}",
        "{\"hostname\":\"\\x\"}",
        "{\"unknown\":\"\\u12g4\"}",
        "{\"hostname\":'h'}",
        "{hostname:\"h\"}",
        "{\"hostname\":\"h\",}",
        "{\"hostname\" \"h\"}",
        "{/**/}",
      })
  void whatIsNotOneJsonObjectIsAnError(String body) {
    assertEquals(WireError.NOT_JSON, read(body).error());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", " null\n", "{}", "{\"hostname\":\"h\"}"})
  void anEmptyBodyMissesFields(String body) {
    assertEquals(WireError.MISSING_FIELDS, read(body).error());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"broadcast_address\":\"\"",
        "\"version\":\"\"",
        "\"tcp_port\":0",
        "\"http_port\":0",
        "\"http_port\":-0",
      })
  void aRequiredFieldThatIsEmptyOrZeroIsMissing(String fields) {
    assertEquals(WireError.MISSING_FIELDS, read(with(fields)).error());
  }

  @ParameterizedTest
  @ValueSource(strings = {"broadcast_address", "tcp_port", "http_port", "version"})
  void aRequiredFieldThatIsNotThereIsMissing(String name) {
    assertEquals(WireError.MISSING_FIELDS, read(with("").replace(name, "other")).error());
  }

  @ParameterizedTest
  @MethodSource
  void whatHasNoUtf8BecomesAReplacementCharacter(String hostname, String expected) {
    byte[] body = with("\"hostname\":\"" + hostname + "\"").getBytes(ISO_8859_1);
    assertEquals(expected, IdentifyBody.read(body, SOCKET).peer().hostname());
  }

  static Stream<Arguments> whatHasNoUtf8BecomesAReplacementCharacter() {
    return Stream.of(
        arguments("a\u00ffb", "a\ufffdb"), // a byte that begins nothing
        arguments("\u00c3\u00a9", "\u00e9"), // UTF-8 as it should be
        arguments("\\ud800", "\ufffd"),
        arguments("\\udc00x", "\ufffdx"),
        arguments("\\ud800\\ud800", "\ufffd\ufffd"),
        arguments("\\udc00\\ud800", "\ufffd\ufffd"),
        arguments("\\ud83d\\ude00", "\ud83d\ude00"),
        arguments("\\ud800\\ud83d\\ude00", "\ufffd\ud83d\ude00"));
  }

  /** The outermost object is one level. */
  @ParameterizedTest
  @ValueSource(ints = {9_999, 10_000})
  void tenThousandLevelsAreRead(int levels) {
    assertEquals(LEAST, peerOf(with("\"deep\":" + nested(levels - 1))));
  }

  @ParameterizedTest
  @ValueSource(ints = {10_001, 30_000})
  void moreLevelsAreRefused(int levels) {
    assertEquals(WireError.NOT_JSON, read(with("\"deep\":" + nested(levels - 1))).error());
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  @ParameterizedTest
  @ValueSource(ints = {20_000, 65_000, 1_000_000})
  void whatIsUnknownMayBeAsLongAsTheBody(int length) {
    String longest = "x".repeat(length);
    assertEquals(LEAST, peerOf(with("\"" + longest + "\":1")));
    assertEquals(LEAST, peerOf(with("\"text\":\"" + longest + "\"")));
    assertEquals(LEAST, peerOf(with("\"number\":" + "1".repeat(length))));
    assertEquals(LEAST, peerOf(with("\"number\":1e" + "9".repeat(length))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hostname",
        "broadcast_address",
        "version",
        "topology_zone",
        "topology_region",
        "remote_address",
      })
  void aTextHasAtMost255BytesOfUtf8(String field) {
    for (String longest : List.of("x".repeat(255), "\u20ac".repeat(85), "\\ud800".repeat(85))) {
      assertNull(read(with("\"" + field + "\":\"" + longest + "\"")).error());
      assertEquals(
          WireError.NOT_JSON, read(with("\"" + field + "\":\"" + longest + "x\"")).error());
    }
    assertEquals(
        WireError.NOT_JSON,
        read(with("\"" + field + "\":\"" + "x".repeat(60_000) + "\",\"" + field + "\":null"))
            .error());
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 60_000})
  void aPortOfMoreDigitsThanAnIntegerIsAnError(int digits) {
    assertEquals(WireError.NOT_JSON, read(with("\"tcp_port\":" + "1".repeat(digits))).error());
  }

  /**
   * Producers share one thread. What it allocates tells what it does: a body of twice the length
   * takes about twice the work, and none takes more than some copies of itself.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"%s\":1|\u0130",
        "\"%s\":1|x",
        "\"%s\":1|\\u0130",
        "\"hostname\":\"%s\"|\\ud800",
        "\"hostname\":\"%s\"|\u0130",
        "\"tcp_port\":%s|1",
        "\"tcp_port\":1e%s|1",
        "\"unknown\":%s|1",
        "\"unknown\":\"%s\"|\\n",
        "\"unknown\":%s|[",
        "\"unknown\":%s|{\"a\":",
        "%s\"a\":1|\"version\":\"v\",",
        "%s\"a\":1|\"\u0130\":0,",
        "\"unknown\":[%s1]|1,",
        "%s\"a\":1|\t",
      })
  void theWorkGrowsNoFasterThanTheBody(String fieldAndFilling) {
    int bar = fieldAndFilling.lastIndexOf('|');
    String field = fieldAndFilling.substring(0, bar);
    String filling = fieldAndFilling.substring(bar + 1);
    long once = bytesAllocatedFor(field, filling, 32_000);
    long twice = bytesAllocatedFor(field, filling, 64_000);
    assertTrue(twice <= 3 * once + 20_000, once + " bytes, then " + twice);
    assertTrue(twice < 40 * 64_000, twice + " bytes");
  }

  private static long bytesAllocatedFor(String field, String filling, int length) {
    byte[] body =
        with(field.replace("%s", filling.repeat(length / filling.length()))).getBytes(UTF_8);
    return Allocation.bytesOf(() -> IdentifyBody.read(body, SOCKET));
  }
}
