package io.github.vertxnsq.lookupd.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.http.HttpProbe;
import io.github.vertxnsq.lookupd.process.DaemonLauncher;
import io.github.vertxnsq.lookupd.process.DaemonProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random sessions at the producers' port. */
@Timeout(3_600)
final class TcpFuzzIT {
  @Test
  void everyCommandThatCameWholeIsAnsweredAsItShouldBe() throws Exception {
    try (DaemonProcess daemon =
        new DaemonLauncher().jvmFlags("@conf/jvm.options", "-Xmx128m").start()) {
      int port = daemon.tcpPort();
      new RandomSessions(seed -> TcpSession.of(seed, port)).run();
      HttpFuzzIT.assertNothingIsLeft(daemon);
      assertEquals("{\"topics\":[]}", new HttpProbe(daemon.httpPort()).get("/topics").text());
    }
  }
}
