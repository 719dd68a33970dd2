package io.github.vertxnsq.lookupd.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.brainlag.nsq.NSQConfig;
import com.github.brainlag.nsq.NSQConsumer;
import com.github.brainlag.nsq.lookup.DefaultNSQLookup;
import com.github.brainlag.nsq.lookup.NSQLookup;
import com.sproutsocial.nsq.Client;
import com.sproutsocial.nsq.MessageHandler;
import com.sproutsocial.nsq.Subscriber;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.ChildProcess;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three consumers as they come from the registries are told nothing but the daemon's HTTP port, and
 * receive the message of the nsqd that the daemon names them.
 */
class RealClientsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String CHANNEL = "consumers";

  private static DaemonProcess daemon;

  @BeforeAll
  static void startDaemon() throws Exception {
    daemon = DaemonProcess.start("-log-level=debug"); // requests are logged at debug
  }

  @AfterAll
  static void endDaemon() {
    daemon.close();
  }

  @Test
  void nsqjsConsumesWhatItLooksUp() throws Exception {
    try (NsqdStandIn nsqd = NsqdStandIn.start("for-nsqjs", "hello nsqjs", daemon.tcpPort());
        ChildProcess consumer = NsqjsConsumer.start(daemon.httpPort(), "for-nsqjs", CHANNEL)) {
      consumer.awaitStdout("message", "received hello nsqjs"::equals, DEADLINE);
      assertEquals(0, consumer.awaitExit(DEADLINE));
      assertTrue(consumer.stdout().contains("connected 127.0.0.1:" + nsqd.tcpPort()));
      assertCameByLookup("nsqjs/0.13.0", "for-nsqjs", nsqd);
    }
  }

  @Test
  void nsqJConsumesWhatItLooksUp() throws Exception {
    CompletableFuture<String> received = new CompletableFuture<>();
    MessageHandler handler =
        message -> {
          message.finish();
          received.complete(new String(message.getData(), UTF_8));
        };
    Client client = new Client();
    try (NsqdStandIn nsqd = NsqdStandIn.start("for-nsq-j", "hello nsq-j", daemon.tcpPort())) {
      try {
        // Interval and tolerated failures of the lookup are nsq-j's own defaults.
        new Subscriber(client, 60, 5, "127.0.0.1:" + daemon.httpPort())
            .subscribe("for-nsq-j", CHANNEL, 1, handler);
        assertEquals("hello nsq-j", received.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        assertCameByLookup("nsq-j", "for-nsq-j", nsqd);
      } finally {
        client.stop();
      }
    }
  }

  @Test
  void javaNsqClientConsumesWhatItLooksUp() throws Exception {
    NSQLookup lookup = new DefaultNSQLookup();
    lookup.addLookupAddress("127.0.0.1", daemon.httpPort());
    CompletableFuture<String> received = new CompletableFuture<>();
    // Given its threads from outside, because it never ends its own.
    EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ExecutorService callbacks = Executors.newSingleThreadExecutor();
    NSQConfig config = new NSQConfig();
    config.setEventLoopGroup(eventLoops);
    try (NsqdStandIn nsqd =
        NsqdStandIn.start("for-java-nsq-client", "hello JavaNSQClient", daemon.tcpPort())) {
      try (NSQConsumer consumer =
          new NSQConsumer(
              lookup,
              "for-java-nsq-client",
              CHANNEL,
              message -> {
                message.finished();
                received.complete(new String(message.getMessage(), UTF_8));
              },
              config)) {
        consumer.setExecutor(callbacks).start();
        assertEquals("hello JavaNSQClient", received.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        assertCameByLookup("JavaNSQClient", "for-java-nsq-client", nsqd);
      }
    } finally {
      callbacks.shutdownNow();
      assertTrue(eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS));
    }
  }

  /** The consumer asked this daemon, was told this nsqd and its channel, and finished there. */
  private static void assertCameByLookup(String userAgent, String topic, NsqdStandIn nsqd)
      throws Exception {
    NsqdStandIn.Delivery delivery = nsqd.awaitFinished(DEADLINE);
    assertEquals(CHANNEL, delivery.channel());
    assertTrue(delivery.userAgent().startsWith(userAgent), delivery.userAgent());

    // Before the test asks the same itself.
    String request = "GET /lookup?topic=" + topic;
    daemon.awaitLogLine(Pattern.quote(request) + "\\b", DEADLINE);
    JsonNode answer = lookup(topic);
    assertEquals(nsqd.tcpPort(), answer.path("producers").path(0).path("tcp_port").asInt());
    assertEquals(1, answer.path("producers").size());
    assertEquals(CHANNEL, answer.path("channels").path(0).asText());
  }

  private static JsonNode lookup(String topic) throws IOException, InterruptedException {
    return new HttpProbe(daemon.httpPort()).get("/lookup?topic=" + topic).json();
  }
}
