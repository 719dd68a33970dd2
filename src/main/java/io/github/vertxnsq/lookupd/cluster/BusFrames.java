package io.github.vertxnsq.lookupd.cluster;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before the event bus's own reader of what other members send, which would keep a message
 * of any length until it is whole, and go on reading after one that makes no sense. A connection
 * that sends what no member sends is closed, and all connections together may have a bounded number
 * of bytes of messages that have not come whole. Belongs to the event loop of the bus's server.
 *
 * <p>A message is its length (4 bytes), a version, the number of a codec, and what is left.
 */
final class BusFrames implements Handler<NetSocket> {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterEngine.class);

  /** Of pages that a member fetches: 4,000 facts of some 100 bytes to a few kilobytes each. */
  private static final int MAX_FRAME_BYTES = 16 << 20;

  private static final int LENGTH_BYTES = 4;

  /** Those that {@code PeerChannel} and the bus itself use: others can make objects of classes. */
  private static final Set<Byte> CODECS = Set.of((byte) 1, (byte) 11);

  private final Handler<NetSocket> bus;
  private final long maxUnfinishedBytes;
  private final Strangers strangers;
  private final Set<Talker> talkers = new HashSet<>();
  private long unfinishedBytes;
  private long refused;

  /**
   * @param bus takes connections
   * @param maxUnfinishedBytes of messages that have not come whole, over all connections
   * @param strangers take each connection, until a message has come whole
   */
  BusFrames(Handler<NetSocket> bus, long maxUnfinishedBytes, Strangers strangers) {
    this.bus = bus;
    this.strangers = strangers;
    this.maxUnfinishedBytes = maxUnfinishedBytes;
  }

  @Override
  public void handle(NetSocket socket) {
    Talker talker = new Talker(socket);
    talkers.add(talker);
    socket.closeHandler(v -> talker.ends());
    bus.handle(talker.asGuardedSocket());
  }

  /** The connection that takes most is closed, not the one that happened to come last. */
  private void keepWithinBounds() {
    if (unfinishedBytes > maxUnfinishedBytes) {
      talkers.stream()
          .max(Comparator.comparingLong(talker -> talker.unfinished))
          .ifPresent(largest -> largest.refuse("too much of a message that does not end"));
    }
  }

  /** One connection, and how far its current message has come. */
  private final class Talker {
    private final NetSocket socket;
    private final Strangers.Stranger stranger;
    private Handler<Buffer> reader;
    private int length;
    private int lengthBytes;
    private int bodyBytes;
    private long unfinished;
    private boolean hasSentMessages;
    private boolean ended;

    Talker(NetSocket socket) {
      this.socket = socket;
      Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
      this.stranger = strangers.enter(channel.remoteAddress(), socket::close);
    }

    /** The socket, but whoever sets its handler is given only what has been looked at. */
    NetSocket asGuardedSocket() {
      return (NetSocket)
          Proxy.newProxyInstance(
              BusFrames.class.getClassLoader(), new Class<?>[] {NetSocket.class}, this::call);
    }

    @SuppressWarnings("unchecked")
    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getName().equals("handler")) {
        reader = (Handler<Buffer>) arguments[0];
        socket.handler(this::take);
        return proxy;
      }
      try {
        return method.invoke(socket, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private void take(Buffer chunk) {
      if (ended) {
        return;
      }
      try {
        look(chunk);
        reader.handle(chunk);
        if (hasSentMessages) {
          stranger.talks();
        }
      } catch (RejectedExecutionException stopping) {
        ends(); // this daemon closes, and reads no more
        return;
      } catch (RuntimeException noMessage) {
        refuse(noMessage.getMessage());
        return;
      }
      count(lengthBytes + (long) bodyBytes);
      keepWithinBounds();
    }

    private void look(Buffer chunk) {
      int at = 0;
      while (at < chunk.length()) {
        if (lengthBytes < LENGTH_BYTES) {
          length = length << Byte.SIZE | chunk.getUnsignedByte(at);
          at++;
          lengthBytes++;
          if (lengthBytes == LENGTH_BYTES && (length < 2 || length > MAX_FRAME_BYTES)) {
            throw new IllegalArgumentException("a message of " + length + " bytes");
          }
        } else {
          if (bodyBytes <= 1 && bodyBytes + chunk.length() - at > 1) {
            checkCodec(chunk.getByte(at + 1 - bodyBytes));
          }
          int now = Math.min(length - bodyBytes, chunk.length() - at);
          at += now;
          bodyBytes += now;
          if (bodyBytes == length) {
            length = 0;
            lengthBytes = 0;
            bodyBytes = 0;
            hasSentMessages = true;
          }
        }
      }
    }

    private static void checkCodec(byte codec) {
      if (!CODECS.contains(codec)) {
        throw new IllegalArgumentException("a message of codec " + codec);
      }
    }

    private void count(long now) {
      unfinishedBytes += now - unfinished;
      unfinished = now;
    }

    void ends() {
      ended = true;
      talkers.remove(this);
      stranger.ends();
      count(0);
    }

    void refuse(String why) {
      refused++;
      if (Long.bitCount(refused) == 1) {
        LOG.warn(
            "CLUSTER: {} sends to the port for messages what no member sends ({}), and is"
                + " disconnected ({} so far)",
            socket.remoteAddress(),
            why,
            refused);
      }
      ends();
      socket.close();
    }
  }
}
