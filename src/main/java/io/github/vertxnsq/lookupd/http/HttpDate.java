package io.github.vertxnsq.lookupd.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * When an answer was made, as HTTP wants of a server with a clock; written out once a second. Safe
 * for use by several threads.
 */
final class HttpDate {
  private static final long MILLIS_A_SECOND = 1_000;

  private static final InstantSource CLOCK = InstantSource.system();

  /** Go's, which has two digits for the day; Java's own has one when that is enough. */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static volatile Written last = Written.of(0);

  private HttpDate() {}

  private record Written(long second, CharSequence text) {
    static Written of(long second) {
      return new Written(
          second, HttpHeaders.createOptimized(FORMAT.format(Instant.ofEpochSecond(second))));
    }
  }

  /** Dates an answer, now. */
  static void set(HttpServerResponse response) {
    long second = Math.floorDiv(CLOCK.millis(), MILLIS_A_SECOND);
    Written written = last;
    if (written.second() != second) {
      written = Written.of(second);
      last = written;
    }
    response.headers().set(HttpHeaders.DATE, written.text());
  }
}
