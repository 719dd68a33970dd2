package io.github.vertxnsq.lookupd.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket to which the messages go, one a datagram and in order. */
final class NotifySocket implements Consumer<String> {
  private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

  private final String name;
  private final ChannelFuture connected;

  private NotifySocket(String name, ChannelFuture connected) {
    this.name = name;
    this.connected = connected;
  }

  /**
   * Opens the socket, which goes on after this returns.
   *
   * @param name an absolute path, or an {@code @} and the name of an abstract socket
   * @return takes messages at once; where it cannot be opened that is logged, and they are lost
   */
  static Consumer<String> open(String name) {
    if (!Epoll.isAvailable()) {
      unreachable(name, Epoll.unavailabilityCause());
      return message -> {};
    }
    String address = name.startsWith("@") ? '\0' + name.substring(1) : name;
    ChannelFuture connected =
        new Bootstrap()
            .group(
                new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("systemd", true), EpollIoHandler.newFactory()))
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter()) // nobody answers
            .connect(new DomainSocketAddress(address));
    connected.addListener(
        outcome -> {
          if (!outcome.isSuccess()) {
            unreachable(name, outcome.cause());
          }
        });
    return new NotifySocket(name, connected);
  }

  private static void unreachable(String name, Throwable cause) {
    LOG.warn("environment NOTIFY_SOCKET: {} cannot be told anything: {}", name, reason(cause));
  }

  private static String reason(Throwable cause) {
    if (cause.getCause() != null) {
      return reason(cause.getCause());
    }
    return cause instanceof FileNotFoundException ? "there is no such socket" : cause.toString();
  }

  @Override
  public void accept(String message) {
    connected.addListener(
        outcome -> {
          if (outcome.isSuccess()) {
            send(message);
          }
        });
  }

  private void send(String message) {
    connected
        .channel()
        .writeAndFlush(Unpooled.copiedBuffer(message, StandardCharsets.UTF_8))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                LOG.warn(
                    "environment NOTIFY_SOCKET: {} was not told: {}", name, reason(sent.cause()));
              }
            });
  }
}
