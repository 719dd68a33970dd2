package io.github.vertxnsq.lookupd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.InstalledJava;
import io.github.vertxnsq.lookupd.process.Sockets;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that is told to end does so soon, in good order, and owes nobody an answer. */
@Timeout(60)
class ShutdownIT {
  private static final Duration EXIT = Duration.ofSeconds(5);

  private enum Signal {
    SIGTERM {
      @Override
      void send(DaemonProcess daemon) {
        daemon.terminate();
      }
    },
    SIGINT {
      @Override
      void send(DaemonProcess daemon) throws Exception {
        daemon.interrupt();
      }
    };

    abstract void send(DaemonProcess daemon) throws Exception;
  }

  @Test
  void endsInGoodOrderWhileStillStarting() throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      daemon.awaitLogLine("INFO: nsqlookupd v", Duration.ofSeconds(30));
      daemon.terminate();
      assertEquals(0, daemon.awaitExit(EXIT));
      assertTrue(
          daemon.stderr().stream().noneMatch(line -> line.contains("ERROR")),
          () -> String.join("\n", daemon.stderr()));
    }
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void endsWhileProducersAndConsumersAreConnected(Signal signal) throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection identified = ProducerConnection.open(daemon.tcpPort());
        ProducerConnection silent = ProducerConnection.open(daemon.tcpPort());
        ProducerConnection halfALine = ProducerConnection.open(daemon.tcpPort())) {
      identified.identify(ProducerIdentity.numbered("shutdown", 0));
      identified.must("REGISTER orders billing");
      silent.must("PING");
      halfALine.must("PING").send("REGIS");
      // Leaves a kept-alive connection open.
      assertEquals(200, new HttpProbe(daemon.httpPort()).get("/lookup?topic=orders").status());

      signal.send(daemon);
      assertEquals(0, daemon.awaitExit(EXIT));
      identified.expectEndOfStream();
      silent.expectEndOfStream();
    }
  }

  /** As a shell without job control starts a command in the background. */
  @Test
  void sigintEndsItAlsoWhereItWasIgnored() throws Exception {
    for (Path java :
        List.of(InstalledJava.current(), InstalledJava.java25().orElse(InstalledJava.current()))) {
      DaemonLauncher launcher =
          new DaemonLauncher().java(java).wrapper("env", "--ignore-signal=INT");
      try (DaemonProcess daemon = launcher.start()) {
        daemon.tcpPort();
        daemon.interrupt();
        assertEquals(0, daemon.awaitExit(EXIT));
        assertTrue(daemon.stderr().stream().anyMatch(line -> line.endsWith(" INFO: stopped")));
      }
    }
  }

  /** What the daemon says, nobody hears; what it does, it does all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec \"$@\" 2>&-", // closed
        "exec \"$@\" 2> >(exec true)", // nobody reads any more
        "exec \"$@\" 2> >(exec sleep 60 >/dev/null 2>&1)", // nobody reads, and it fills
        "exec \"$@\" 2> /dev/full"
      })
  void aStderrThatCannotBeWrittenEndsAndDelaysNothing(String redirected) throws Exception {
    int port = Sockets.freePort();
    int httpPort = Sockets.freePort();
    DaemonLauncher launcher =
        new DaemonLauncher()
            .wrapper("bash", "-c", redirected, "bash")
            .onlyArguments("-tcp-address=127.0.0.1:" + port, "-http-address=127.0.0.1:" + httpPort);
    try (DaemonProcess daemon = launcher.start()) {
      try (ProducerConnection producer = ProducerConnection.await(port)) {
        producer.identify(ProducerIdentity.numbered("unheard", 0));
        for (int topic = 0; topic < 3_000; topic++) {
          producer.must("REGISTER topic" + topic);
        }
        HttpProbe http = new HttpProbe(httpPort);
        assertEquals(200, http.get("/lookup?topic=topic2999").status());
        daemon.terminate();
        assertEquals(0, daemon.awaitExit(EXIT));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Signal.class)
  void endsWithNobodyConnected(Signal signal) throws Exception {
    try (DaemonProcess daemon = DaemonProcess.start()) {
      daemon.tcpPort();
      daemon.httpPort();
      signal.send(daemon);
      assertEquals(0, daemon.awaitExit(EXIT));
    }
  }

  @Test
  void answersTheCommandsItHasReadBeforeItEnds() throws Exception {
    int commands = 30;
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("shutdown", 0));
      // One segment: who has answered its first line has read them all.
      register(producer, commands, "");
      assertEquals("OK", producer.readAnswer());

      daemon.terminate();
      assertAllOk(producer, commands - 1);
      producer.expectEndOfStream();
      assertEquals(0, daemon.awaitExit(EXIT));
    }
  }

  @Test
  void finishesALargeHttpAnswerItHasBegun() throws Exception {
    // What it says of itself is in each of 4,000 entries, which makes 24 MB: more than the buffers
    // of two sockets hold while the consumer does not read.
    int topics = 2000;
    try (DaemonProcess daemon = DaemonProcess.start();
        ProducerConnection producer = ProducerConnection.open(daemon.tcpPort())) {
      producer.identify(ProducerIdentity.numbered("shutdown", 0).talkative());
      register(producer, topics, " channel");
      assertAllOk(producer, topics);
      HttpResponse<InputStream> response = new HttpProbe(daemon.httpPort()).open("/debug");
      assertEquals(200, response.statusCode());

      daemon.terminate();
      JsonNode answer;
      try (InputStream body = response.body()) {
        answer = new ObjectMapper().readTree(new String(body.readAllBytes(), UTF_8));
      }
      assertTrue(answer.has("topic:topic" + (topics - 1) + ":"));
      assertTrue(answer.has("channel:topic0:channel"));
      assertEquals(0, daemon.awaitExit(EXIT));
    }
  }

  /** Sends REGISTER for topic0, topic1 and so on, without waiting for an answer. */
  private static void register(ProducerConnection producer, int topics, String channel)
      throws Exception {
    StringBuilder pipelined = new StringBuilder();
    for (int i = 0; i < topics; i++) {
      pipelined.append("REGISTER topic").append(i).append(channel).append('\n');
    }
    producer.send(pipelined.toString());
  }

  private static void assertAllOk(ProducerConnection producer, int answers) throws Exception {
    for (int i = 0; i < answers; i++) {
      assertEquals("OK", producer.readAnswer());
    }
  }
}
