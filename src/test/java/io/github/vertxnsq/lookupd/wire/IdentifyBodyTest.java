package io.github.vertxnsq.lookupd.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.vertxnsq.lookupd.registry.PeerInfo;
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
  void namesAndTextsMayBeAsLongAsTheBody(int length) {
    String longest = "x".repeat(length);
    assertEquals(longest, peerOf(with("\"hostname\":\"" + longest + "\"")).hostname());
    assertEquals(LEAST, peerOf(with("\"" + longest + "\":1")));
    assertEquals(LEAST, peerOf(with("\"number\":" + "1".repeat(length))));
  }
}
