package io.github.vertxnsq.lookupd.golang;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As {@code net.TCPAddr} of Go's library writes them. */
final class GoAddressTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,127.0.0.1:4150",
    "0:0:0:0:0:0:0:1,[::1]:4150",
    "0:0:0:0:0:0:0:0,[::]:4150",
    "::1,[::1]:4150",
    "fe80:0:0:0:0:0:0:1%eth0,[fe80::1%eth0]:4150",
    "fe80:0:0:0:0:0:0:1%3,[fe80::1%3]:4150",
    "2001:DB8:0:0:1:0:0:1,[2001:db8::1:0:0:1]:4150",
    "2001:db8:0:1:1:1:1:1,[2001:db8:0:1:1:1:1:1]:4150",
    "2001:0:0:1:0:0:0:1,[2001:0:0:1::1]:4150",
    "1:0:0:0:0:0:0:0,[1::]:4150",
    "::ffff:10.0.0.1,10.0.0.1:4150",
    "0:0:0:0:0:ffff:a00:1,10.0.0.1:4150",
  })
  void writesAddressesAsGoDoes(String host, String written) {
    assertEquals(written, GoAddress.of(host, 4150));
  }
}
