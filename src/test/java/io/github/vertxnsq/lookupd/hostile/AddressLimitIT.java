package io.github.vertxnsq.lookupd.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import io.github.vertxnsq.lookupd.process.Eventually;
import io.github.vertxnsq.lookupd.wire.ProducerConnection;
import io.github.vertxnsq.lookupd.wire.ProducerIdentity;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One address connects more often than it may. The good producer is one of the two it may have. */
@Timeout(120)
final class AddressLimitIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String REFUSED = "E_LIMIT -max-producers-per-address is reached";
  private static final String LABEL = "{limit=\"max-producers-per-address\"}";
  private static final int MANY = 300;

  /** So many are told at a time. */
  private static final int MAX_TOLD = 64;

  private DaemonProcess daemon;
  private GoodProducer good;
  private HttpProbe http;

  @BeforeEach
  void start() throws Exception {
    daemon = DaemonProcess.start("-max-producers-per-address=2");
    good = new GoodProducer(daemon.tcpPort());
    http = new HttpProbe(daemon.httpPort());
  }

  @AfterEach
  void stop() throws Exception {
    good.assertWasAlwaysAnsweredInTime();
    good.close();
    daemon.close();
  }

  @Test
  void oneTooManyIsToldAndComesInWhenAnotherHasLeft() throws Exception {
    try (ProducerConnection second = ProducerConnection.open(daemon.tcpPort());
        ProducerConnection other = ProducerConnection.openFrom("127.0.0.2", daemon.tcpPort())) {
      second.must("PING");
      other.must("PING");
      try (ProducerConnection third = ProducerConnection.open(daemon.tcpPort())) {
        // As an nsqd does, which reads only what it has asked for.
        third.sendIdentify(identity(3)).sendCommand("REGISTER third");
        assertEquals(REFUSED, third.readAnswer());
        third.expectEndOfStream();
        daemon.awaitLogLine(
            " WARNING: -max-producers-per-address=2 is reached: refused 1 more, at last"
                + " TCP client\\(127.0.0.1:"
                + third.localPort()
                + "\\)$",
            SOON);
      }
      assertEquals(404, http.get("/lookup?topic=third").status());
      assertEquals(1, http.metric("nsqlookupd_connections_refused_total"));
      assertEquals(1, http.metric("nsqlookupd_limit_hits_total" + LABEL));
      assertEquals(2, http.metric("nsqlookupd_limit" + LABEL));
      assertEquals(2, http.metric("nsqlookupd_connections_of_one_address"));
      assertEquals(3, http.metric("nsqlookupd_connections"));

      second.must("PING").reset();
      Eventually.holds("there is room again", SOON, this::isServed);
      other.must("PING");
    }
  }

  private boolean isServed() {
    try (ProducerConnection next = ProducerConnection.open(daemon.tcpPort())) {
      return next.ask("PING").equals("OK");
    } catch (IOException | InterruptedException closed) {
      return false;
    }
  }

  @Test
  void thoseThatAreToldAndStayAreClosedAndKeepNobodyElseOut() throws Exception {
    try (ProducerConnection second = ProducerConnection.open(daemon.tcpPort())) {
      second.must("PING");
      try (Strangers many = Strangers.connect(MANY, daemon.tcpPort(), Stranger::connect);
          ProducerConnection other = ProducerConnection.openFrom("127.0.0.2", daemon.tcpPort())) {
        other.must("PING");
        int told = 0;
        for (Stranger one : many) {
          String said = one.readToEnd();
          assertTrue(said.isEmpty() || said.substring(4).equals(REFUSED), said);
          told += said.isEmpty() ? 0 : 1;
        }
        assertTrue(told >= MAX_TOLD, told + " were told");
        assertEquals(MANY, http.metric("nsqlookupd_limit_hits_total" + LABEL));
      }
      second.must("PING");
      Eventually.holds(
          "only the two are left", SOON, () -> http.metric("nsqlookupd_connections") == 2);
    }
  }

  private static byte[] identity(int number) {
    return ProducerIdentity.numbered("stranger", number).toJson().toString().getBytes(UTF_8);
  }
}
