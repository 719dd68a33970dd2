package io.github.vertxnsq.lookupd.hostile.arena;

import static io.github.vertxnsq.lookupd.hostile.arena.Crowd.Reading.NOTHING;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;

/** What can be done to the ports of TLS before, instead of and beside asking something. */
final class Handshakes {
  private static final String HELLO = Wire.clientHello();

  private Handshakes() {}

  static List<Attack> all() {
    return List.of(
        raw("half handshakes", Port.HTTPS, HELLO, 400),
        raw("half handshakes with producers' port", Port.TCP_TLS, HELLO, 400),
        raw("beginnings of handshakes", Port.HTTPS, HELLO.substring(0, HELLO.length() / 2), 400),
        raw("silence instead of handshakes", Port.HTTPS, "", 400),
        raw("requests in the clear", Port.HTTPS, Wire.get("/ping"), 400),
        Attack.of(
            "half handshakes of many addresses",
            Crowd.of(1_000, Port.HTTPS)
                .withoutHandshake()
                .fromManyAddresses()
                .begins(HELLO)
                .connectsPerSecond(150)),
        Attack.of(
            "hellos of which a byte comes at a time",
            Crowd.of(300, Port.HTTPS)
                .withoutHandshake()
                .begins(HELLO.substring(0, 3))
                .goesOn(3_000, "\0")),
        Attack.of(
            "records that are not whole",
            Crowd.of(1_000, Port.HTTPS)
                .withoutHandshake()
                .begins("\u0016\3\1@\0" + "\1\0?\u00fc" + "a".repeat(16_000))
                .comesAgain()
                .connectsPerSecond(300)),
        Attack.of(
            "a handshake's message that is never whole",
            Crowd.of(300, Port.HTTPS)
                .withoutHandshake()
                .begins("\u0016\3\1\0\4\1\u007f\u00ff\u00ff")
                .goesOn(1_000, "\u0016\3\1\u0010\0" + "a".repeat(0x1000))
                .comesAgain()
                .connectsPerSecond(300)),
        Attack.of(
            "handshakes again and again on one connection",
            Crowd.of(20, Port.HTTPS)
                .overTls("TLSv1.2")
                .does(100, number -> Handshakes::again)
                .comesAgain()
                .connectsPerSecond(50)),
        Attack.of(
            "new keys again and again, unread",
            Crowd.of(50, Port.HTTPS)
                .does(2_000, number -> Handshakes::again)
                .reads(NOTHING)
                .comesAgain()
                .connectsPerSecond(50)),
        Attack.of(
            "requests of which each byte has a record of its own",
            Crowd.of(50, Port.HTTPS)
                .goesOn(
                    2_000,
                    number ->
                        Character.toString(
                            "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n"
                                .charAt((int) (number / 50 % 31))))
                .comesAgain()
                .connectsPerSecond(50)),
        Attack.of(
            "handshakes that come to an end, one after the other",
            Crowd.of(20, Port.HTTPS)
                .begins(Wire.get("/ping"))
                .staysMillis(300)
                .connectsPerSecond(50)));
  }

  private static Attack raw(String what, Port port, String bytes, int count) {
    return Attack.of(
        what + " that go no further",
        Crowd.of(count, port).withoutHandshake().begins(bytes).comesAgain().connectsPerSecond(150));
  }

  /** By version 1.2 another handshake; by 1.3 new keys, and a request for the other side's. */
  @SuppressWarnings("FutureReturnValueIgnored") // the connection's end tells enough
  private static void again(Channel channel) {
    channel.pipeline().get(SslHandler.class).renegotiate();
  }
}
