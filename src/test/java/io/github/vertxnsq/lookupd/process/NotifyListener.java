package io.github.vertxnsq.lookupd.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The socket at which systemd is told how a service is, with a test in its place. */
public final class NotifyListener implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Channel socket;

  private NotifyListener(String name, String address) {
    this.name = name;
    this.socket =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainDatagramChannel.class)
            .handler(
                new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                  @Override
                  protected void channelRead0(
                      ChannelHandlerContext context, DomainDatagramPacket packet) {
                    messages.add(packet.content().toString(UTF_8));
                  }
                })
            .bind(new DomainSocketAddress(address))
            .syncUninterruptibly()
            .channel();
  }

  /** A socket in the file system. */
  public static NotifyListener at(Path path) {
    return new NotifyListener(path.toString(), path.toString());
  }

  /** A socket that has a name only. */
  public static NotifyListener named(String name) {
    return new NotifyListener("@" + name, '\0' + name);
  }

  /** What {@code NOTIFY_SOCKET} is to be. */
  public String name() {
    return name;
  }

  /** The next message, whole. */
  public String next() throws InterruptedException {
    String message = messages.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (message == null) {
      throw new AssertionError("no message within " + PATIENCE);
    }
    return message;
  }

  /** The next one that is not this. */
  public String nextBut(String other) throws InterruptedException {
    String message = next();
    return message.equals(other) ? nextBut(other) : message;
  }

  @Override
  public void close() {
    socket.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
