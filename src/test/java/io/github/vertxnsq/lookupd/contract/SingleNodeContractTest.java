package io.github.vertxnsq.lookupd.contract;

import io.github.vertxnsq.lookupd.LocalLookupd;
import io.github.vertxnsq.lookupd.config.Settings;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** One daemon keeps the contract, and at once. */
class SingleNodeContractTest extends ContractSuite {
  private static LocalLookupd lookupd;

  @BeforeAll
  static void start() {
    lookupd =
        LocalLookupd.start(
            LocalLookupd.onLoopback()
                .with(Settings.TOMBSTONE_LIFETIME, "2s")
                .with(Settings.INACTIVE_PRODUCER_TIMEOUT, "4s"));
  }

  @AfterAll
  static void stop() {
    lookupd.close();
  }

  @Override
  Place next() {
    return new Place(lookupd.tcpPort(), lookupd.httpPort());
  }

  @Override
  Duration settling() {
    return Duration.ZERO;
  }
}
