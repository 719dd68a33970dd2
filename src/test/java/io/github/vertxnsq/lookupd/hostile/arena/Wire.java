package io.github.vertxnsq.lookupd.hostile.arena;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Bytes as clients send them, each character one. */
final class Wire {
  /** An answer of the producers' port to what is well, with its size. */
  static final int OK_BYTES = 6;

  private Wire() {}

  static String get(String target, String... headers) {
    return request("GET " + target + " HTTP/1.1", headers);
  }

  static String post(String target, String... headers) {
    return request("POST " + target + " HTTP/1.1", headers);
  }

  /** A head with its end. */
  static String request(String line, String... headers) {
    return head(line, headers) + "\r\n";
  }

  /** A head without the empty line that ends it. */
  static String head(String line, String... headers) {
    StringBuilder head = new StringBuilder(line).append("\r\nHost: x\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  /** The protocol's magic and IDENTIFY. */
  static String identify(ProducerIdentity identity) {
    return identify(identity.toJson().toString());
  }

  static String identify(String json) {
    byte[] body = json.getBytes(UTF_8);
    return "  V1IDENTIFY\n" + size(body.length) + new String(body, ISO_8859_1);
  }

  static String size(int size) {
    return new String(ByteBuffer.allocate(Integer.BYTES).putInt(size).array(), ISO_8859_1);
  }

  /** Commands that register so many ephemeral topics, each with a name of 60 characters. */
  static String registerTopics(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "REGISTER " + longName(prefix, i) + "\n")
        .collect(Collectors.joining());
  }

  /** Sixty characters. */
  static String longName(String prefix, long number) {
    String digits = Long.toString(number);
    return prefix + "n".repeat(50 - prefix.length() - digits.length()) + digits + "#ephemeral";
  }

  /** What a client of TLS says first. */
  static String clientHello() {
    try {
      SSLEngine engine = SSLContext.getDefault().createSSLEngine();
      engine.setUseClientMode(true);
      ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(ByteBuffer.allocate(0), hello);
      return new String(hello.array(), 0, hello.position(), ISO_8859_1);
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
