package io.github.vertxnsq.lookupd.hostile.arena;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/**
 * What many connections of an attacker do: each begins with some bytes, goes on with pieces, reads
 * or does not read, and leaves or stays. Texts are bytes in Latin-1.
 */
final class Crowd {
  /** An address from which whoever asks is an administrator; others are nobody. */
  static final String ADMIN = "127.0.0.2";

  enum Reading {
    ALL,
    /** Sixteen bytes ten times a second, and hardly any in the system's buffers. */
    A_LITTLE,
    NOTHING
  }

  final int connections;
  final Port port;
  IntFunction<String> address = i -> ADMIN;
  IntFunction<ByteBuf> first = i -> Unpooled.EMPTY_BUFFER;
  LongFunction<Consumer<Channel>> pieces;
  int piecesPerSecond;
  int connectsPerSecond = 2_000;
  Reading reading = Reading.ALL;
  boolean comesAgain;
  int staysMillis = Integer.MAX_VALUE;
  boolean endsOutput;
  boolean handshakes = true;
  String tlsVersion = "TLSv1.3";
  long answerBytes;

  private Crowd(int connections, Port port) {
    this.connections = connections;
    this.port = port;
  }

  static Crowd of(int connections, Port port) {
    return new Crowd(connections, port);
  }

  /** All connect from this address of the machine, {@code 127.x.x.x}. */
  Crowd from(String source) {
    address = i -> source;
    return this;
  }

  /** They connect from two hundred addresses. */
  Crowd fromManyAddresses() {
    address = i -> "127.0.1." + (1 + i % 200);
    return this;
  }

  /** Each sends this when it is connected. */
  Crowd begins(String text) {
    ByteBuf shared = shared(text);
    first = i -> shared.duplicate();
    return this;
  }

  /** Number {@code i}, from 0, sends this when it is connected. */
  Crowd begins(IntFunction<String> text) {
    first = i -> bytes(text.apply(i));
    return this;
  }

  /** Then they send this, in turn, so many times a second all together. */
  Crowd goesOn(int perSecond, String text) {
    ByteBuf shared = shared(text);
    return does(perSecond, number -> channel -> send(channel, shared.duplicate()));
  }

  /** Likewise; each piece is another one and has a number, from 0. */
  Crowd goesOn(int perSecond, LongFunction<String> text) {
    return does(perSecond, number -> channel -> send(channel, bytes(text.apply(number))));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the connection's end tells enough
  private static void send(Channel channel, ByteBuf bytes) {
    channel.writeAndFlush(bytes);
  }

  /** Likewise, for what is not just bytes. */
  Crowd does(int perSecond, LongFunction<Consumer<Channel>> what) {
    piecesPerSecond = perSecond;
    pieces = what;
    return this;
  }

  Crowd reads(Reading how) {
    reading = how;
    return this;
  }

  /** Whose connection the daemon closes connects again. */
  Crowd comesAgain() {
    comesAgain = true;
    return this;
  }

  /** Each leaves after this time, every other one with a reset, and comes again. */
  Crowd staysMillis(int millis) {
    staysMillis = millis;
    return comesAgain();
  }

  Crowd connectsPerSecond(int count) {
    connectsPerSecond = count;
    return this;
  }

  /** Each ends its output when it has begun. */
  Crowd endsOutput() {
    endsOutput = true;
    return this;
  }

  /** To a port of TLS they send what they send as it is. */
  Crowd withoutHandshake() {
    handshakes = false;
    return this;
  }

  Crowd overTls(String version) {
    tlsVersion = version;
    return this;
  }

  /** They have done what they are for when each has been sent so much, or was closed. */
  Crowd isAnswered(long bytes) {
    answerBytes = bytes;
    return this;
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.wrappedBuffer(text.getBytes(ISO_8859_1));
  }

  /** Outside of the heap, or it would be copied there for each connection. */
  private static ByteBuf shared(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer(Math.max(1, text.length())).writeBytes(text.getBytes(ISO_8859_1)));
  }
}
