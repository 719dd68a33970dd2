package io.github.vertxnsq.lookupd.golang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.process.Allocation;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values are what Go's time.ParseDuration gives. */
class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+0, 0",
    "0s, 0",
    "-0s, 0",
    "5s, 5000000000",
    "+5s, 5000000000",
    "30s, 30000000000",
    "1478s, 1478000000000",
    "5.0s, 5000000000",
    "5.6s, 5600000000",
    "5.s, 5000000000",
    ".5s, 500000000",
    "1.004s, 1004000000",
    "1.0040s, 1004000000",
    "100.00100s, 100001000000",
    "10ns, 10",
    "11us, 11000",
    "12\u00b5s, 12000",
    "12\u03bcs, 12000",
    "13ms, 13000000",
    "14s, 14000000000",
    "15m, 900000000000",
    "16h, 57600000000000",
    "1.5h, 5400000000000",
    "3h30m, 12600000000000",
    "10.5s4m, 250500000000",
    "5m0s, 300000000000",
    "1h2m3s4ms5us6ns, 3723004005006",
    "39h9m14.425s, 140954425000000",
    "52763797000ns, 52763797000",
    "1500ms, 1500000000",
    "0.3333333333333333333h, 1200000000000",
    "0.100000000000000000000h, 360000000000",
    "0.9999999999ns, 0",
    "9007199254740993ns, 9007199254740993",
    "9223372036854775807ns, 9223372036854775807",
    "9223372036854775.807us, 9223372036854775807",
    "9223372036s854ms775us807ns, 9223372036854775807",
    "2562047h47m16.854775807s, 9223372036854775807",
    "000000000000000000000001s, 1000000000",
  })
  void readsWhatGoReads(String text, long nanos) {
    assertEquals(Optional.of(Duration.ofNanos(nanos)), GoDuration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "3", "45", "-", "s", ".", "-.", ".s", "+.s", "1d", "1S", "1 s", " 1s", "1s ", "1s5",
        "1mms", "1msm", "--1s", "+-1s", "1..5s", "1.5.5s", "1e3s", "0x1s", "\u0661s", "1h-5m"
      })
  void refusesWhatGoRefuses(String text) {
    assertEquals(Optional.empty(), GoDuration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808ns", "9223372036854775.808us", "2562047h47m16.854775808s",
        "9223372036854775807ns1ns", "3000000h", "99999999999999999999s"
      })
  void refusesWhatDoesNotFitUnlessItIsCapped(String text) {
    assertEquals(Optional.empty(), GoDuration.parse(text));
    Duration max = Duration.ofMinutes(1);
    assertEquals(Optional.of(max), GoDuration.parse(text, max));
    assertEquals(Optional.empty(), GoDuration.parse("-" + text, max));
    assertEquals(Optional.empty(), GoDuration.parse(text + "1x", max));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5s", "-1ns", "-1h30m"})
  void refusesNegativeDurations(String text) {
    assertEquals(Optional.empty(), GoDuration.parse(text));
  }

  /** Clients send such texts, too. */
  @ParameterizedTest
  @ValueSource(strings = {"9", "0", ".", "1h", "1ns", "9h", "x", "\u00b5", "0.1ns", "-"})
  void theWorkGrowsNoFasterThanTheText(String part) {
    String once = part.repeat(4_000 / part.length());
    String twice = once + once;
    long bytes = Allocation.bytesOf(() -> GoDuration.parse(once, Duration.ofMinutes(1)));
    long bytesOfTwice = Allocation.bytesOf(() -> GoDuration.parse(twice, Duration.ofMinutes(1)));
    assertTrue(bytesOfTwice <= 2 * bytes + 20_000, bytes + " bytes, then " + bytesOfTwice);
  }

  @Property
  void addsUpItsTerms(
      @ForAll @IntRange(max = 1_000_000) int hours,
      @ForAll @IntRange(max = 1_000_000) int minutes,
      @ForAll @IntRange(max = 999) int millis) {
    String text = "%dh%dm0.%03ds".formatted(hours, minutes, millis);

    assertEquals(
        Optional.of(Duration.ofHours(hours).plusMinutes(minutes).plusMillis(millis)),
        GoDuration.parse(text));
  }
}
