package io.github.vertxnsq.lookupd.auth;

import static io.github.vertxnsq.lookupd.auth.FailureLimiter.BURST;
import static io.github.vertxnsq.lookupd.auth.FailureLimiter.MAX_ADDRESSES;
import static io.github.vertxnsq.lookupd.auth.FailureLimiter.REFILL_NANOS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often an address may be wrong. */
class FailureLimiterTest {
  private static final InetAddress ADDRESS = address("10.0.0.1");
  private static final long REFILL_SECONDS = TimeUnit.NANOSECONDS.toSeconds(REFILL_NANOS);

  private long nowNanos = Long.MAX_VALUE - REFILL_NANOS; // a clock that is about to overflow
  private final FailureLimiter limiter = new FailureLimiter(() -> nowNanos);

  @Test
  void letsAnAddressFailAFewTimesAtOnce() {
    fail(BURST - 1, ADDRESS);
    assertEquals(0, limiter.waitSeconds(ADDRESS));

    fail(1, ADDRESS);
    assertEquals(REFILL_SECONDS, limiter.waitSeconds(ADDRESS));
    assertEquals(0, limiter.waitSeconds(address("10.0.0.2")));
  }

  @Test
  void letsItFailOnceMoreAfterAWhile() {
    fail(BURST, ADDRESS);

    nowNanos += REFILL_NANOS - 1;
    assertEquals(1, limiter.waitSeconds(ADDRESS), "rounded up");
    nowNanos += 1;
    assertEquals(0, limiter.waitSeconds(ADDRESS));
    fail(1, ADDRESS);
    assertEquals(REFILL_SECONDS, limiter.waitSeconds(ADDRESS));
  }

  @Test
  void forgivesAllInTheEnd() {
    fail(BURST, ADDRESS);

    nowNanos += 10 * BURST * REFILL_NANOS;
    fail(BURST - 1, ADDRESS);
    assertEquals(0, limiter.waitSeconds(ADDRESS));
    fail(1, ADDRESS);
    assertEquals(REFILL_SECONDS, limiter.waitSeconds(ADDRESS), "but no more than a burst");
  }

  @ParameterizedTest
  @CsvSource({
    "fd00:0:0:1::1, fd00:0:0:1:ffff::2, true",
    "fd00:0:0:1::1, fd00:0:0:2::1, false",
    "10.0.0.1, 10.0.0.2, false",
    "10.0.0.1, ::ffff:10.0.0.1, true",
  })
  void takesAddressesOfOneSubscriberForOne(String first, String second, boolean isOne) {
    fail(BURST, address(first));

    assertEquals(isOne, limiter.waitSeconds(address(second)) > 0);
  }

  @Test
  void forgetsWhoFailedLongestAgoWhenThereAreTooMany() {
    InetAddress early = address("10.0.0.1");
    InetAddress again = address("10.0.0.2");
    fail(BURST, early);
    fail(BURST, again);
    for (int i = 0; i < MAX_ADDRESSES - 1; i++) {
      assertEquals(REFILL_SECONDS, limiter.waitSeconds(again));
      fail(1, address("11.0." + i / 256 + "." + i % 256));
    }

    assertEquals(0, limiter.waitSeconds(early));
    assertEquals(REFILL_SECONDS, limiter.waitSeconds(again));
  }

  private void fail(int times, InetAddress address) {
    for (int i = 0; i < times; i++) {
      limiter.failed(address);
    }
  }

  private static InetAddress address(String text) {
    return NetUtil.createInetAddressFromIpAddressString(text);
  }
}
