package io.github.vertxnsq.lookupd.hostile.arena;

import io.github.vertxnsq.lookupd.process.Eventually;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A crowd at work. Everything happens on one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails shows in the connection's end
final class RunningCrowd implements AutoCloseable {
  private static final int TICK_MILLIS = 20;
  private static final int TICKS_A_SECOND = 1_000 / TICK_MILLIS;
  private static final int TICKS_A_LITTLE = 5;
  private static final int FEW_BYTES = 2_048;

  private final Crowd crowd;
  private final InetSocketAddress target;
  private final EventLoop loop;
  private final SslContext tls;
  private final List<Member> members = new ArrayList<>();
  private final Future<?> ticking;
  private double mayConnect;
  private double maySend;
  private long tick;
  private long piece;
  private int nextToConnect;
  private int nextToSend;
  private boolean over;

  RunningCrowd(Crowd crowd, int port, EventLoop loop) throws Exception {
    this.crowd = crowd;
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.loop = loop;
    this.tls = crowd.port.isTls() && crowd.handshakes ? tls(crowd.tlsVersion) : null;
    for (int i = 0; i < crowd.connections; i++) {
      members.add(new Member(i));
    }
    this.ticking = loop.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static SslContext tls(String version) throws Exception {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .endpointIdentificationAlgorithm(null)
        .protocols(version)
        .build();
  }

  private void tick() {
    tick++;
    mayConnect = Math.min(mayConnect + ofASecond(crowd.connectsPerSecond), crowd.connections);
    for (int i = 0; i < members.size() && mayConnect >= 1; i++) {
      nextToConnect = (nextToConnect + 1) % members.size();
      mayConnect -= members.get(nextToConnect).connectIfDue() ? 1 : 0;
    }
    maySend = Math.min(maySend + ofASecond(crowd.piecesPerSecond), crowd.piecesPerSecond);
    for (int i = 0; i < members.size() && maySend >= 1; i++) {
      nextToSend = (nextToSend + 1) % members.size();
      maySend -= members.get(nextToSend).sendIfReady() ? 1 : 0;
    }
    long nowMillis = nowMillis();
    for (Member member : members) {
      member.leaveIfDue(nowMillis);
      member.readALittle();
    }
  }

  private static double ofASecond(int count) {
    return (double) count / TICKS_A_SECOND;
  }

  private static long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Whether everybody has been answered, or sent away, within this time. */
  boolean isAnsweredWithin(Duration atMost) throws Exception {
    return Eventually.within(
        atMost, () -> loop.submit(() -> members.stream().allMatch(Member::isAnswered)).get());
  }

  @Override
  public void close() {
    loop.submit(
            () -> {
              over = true;
              ticking.cancel(false);
              members.forEach(Member::leave);
            })
        .syncUninterruptibly();
  }

  /** One connection after the other. */
  private final class Member extends ChannelInitializer<SocketChannel> {
    private final int number;
    private Channel channel;
    private boolean connecting;
    private boolean ready;
    private boolean finished;
    private long sinceMillis;
    private long receivedBytes;

    private Member(int number) {
      this.number = number;
    }

    private boolean connectIfDue() {
      if (channel != null || connecting || finished || over) {
        return false;
      }
      connecting = true;
      Bootstrap bootstrap =
          new Bootstrap()
              .group(loop)
              .channel(NioSocketChannel.class)
              .option(ChannelOption.SO_REUSEADDR, true)
              .option(ChannelOption.TCP_NODELAY, true)
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 5_000)
              .option(ChannelOption.ALLOW_HALF_CLOSURE, false)
              .handler(this);
      if (crowd.reading != Crowd.Reading.ALL) {
        bootstrap.option(ChannelOption.SO_RCVBUF, FEW_BYTES);
      }
      ChannelFuture connected =
          bootstrap.connect(target, new InetSocketAddress(crowd.address.apply(number), 0));
      connected.addListener(done -> connected(done.isSuccess(), connected.channel()));
      return true;
    }

    private void connected(boolean isSuccess, Channel connected) {
      connecting = false;
      if (!isSuccess) {
        finished = !crowd.comesAgain;
        return;
      }
      channel = connected;
      sinceMillis = nowMillis();
      connected.closeFuture().addListener(closed -> gone(connected));
      if (over) {
        leave();
      } else if (tls == null) {
        begin();
      }
    }

    private void gone(Channel closed) {
      if (channel == closed) {
        channel = null;
        ready = false;
        finished = !crowd.comesAgain;
      }
    }

    @Override
    protected void initChannel(SocketChannel fresh) {
      if (tls != null) {
        SslHandler handler = tls.newHandler(fresh.alloc());
        fresh.pipeline().addLast(handler);
        handler
            .handshakeFuture()
            .addListener(
                done -> {
                  if (done.isSuccess()) {
                    begin();
                  }
                });
      }
      fresh.pipeline().addLast(new Sink());
    }

    private void begin() {
      if (channel == null) {
        return;
      }
      if (crowd.reading != Crowd.Reading.ALL) {
        channel.config().setAutoRead(false);
        channel
            .config()
            .setRecvByteBufAllocator(new FixedRecvByteBufAllocator(16).maxMessagesPerRead(1));
      }
      ready = true;
      ByteBuf first = crowd.first.apply(number);
      ChannelFuture begun = channel.writeAndFlush(first);
      if (crowd.endsOutput && channel instanceof SocketChannel socket) {
        begun.addListener(done -> socket.shutdownOutput());
      }
    }

    private boolean sendIfReady() {
      if (crowd.pieces == null || !ready || !channel.isWritable()) {
        return false;
      }
      crowd.pieces.apply(piece++).accept(channel);
      return true;
    }

    private void readALittle() {
      if (crowd.reading == Crowd.Reading.A_LITTLE && ready && tick % TICKS_A_LITTLE == 0) {
        channel.read();
      }
    }

    private void leaveIfDue(long nowMillis) {
      if (channel != null && nowMillis - sinceMillis >= crowd.staysMillis) {
        leave();
      }
    }

    private void leave() {
      if (channel != null) {
        if ((number & 1) == 0) {
          channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
      }
    }

    private boolean isAnswered() {
      return finished || (ready && receivedBytes >= crowd.answerBytes);
    }

    private final class Sink extends ChannelInboundHandlerAdapter {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
          receivedBytes += bytes.readableBytes();
          bytes.release();
        }
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext ctx, Throwable reset) {
        ctx.close();
      }
    }
  }
}
