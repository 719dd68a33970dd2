package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostAndPortTest {
  @ParameterizedTest
  @CsvSource({
    "0.0.0.0:4160, 0.0.0.0, 4160, 0.0.0.0",
    ":4160, '', 4160, 0.0.0.0",
    "127.0.0.1:0, 127.0.0.1, 0, 127.0.0.1",
    "localhost:65535, localhost, 65535, localhost",
    "lookupd-1.example.org:1, lookupd-1.example.org, 1, lookupd-1.example.org",
    "[::1]:4160, ::1, 4160, ::1",
    "[::]:4160, ::, 4160, ::",
    "[fe80::1%eth0]:4160, fe80::1%eth0, 4160, fe80::1%eth0",
  })
  void readsGosForms(String text, String host, int port, String bindHost) {
    HostAndPort address = HostAndPort.parse(text).orElseThrow();

    assertEquals(new HostAndPort(host, port), address);
    assertEquals(bindHost, address.bindHost());
    assertEquals(text, address.toString());
  }

  @ParameterizedTest
  @CsvSource({
    ":http, :80",
    ":HTTPS, :443",
    "127.0.0.1:ssh, 127.0.0.1:22",
    "0.0.0.0:, 0.0.0.0:0",
    "localhost:, localhost:0",
    "[::]:, [::]:0",
    ":, :0",
    "[::1%lo]:, [::1%lo]:0",
    "[fe80::1%eth0]:domain, [fe80::1%eth0]:53",
    ":+4160, :4160",
    ":0004160, :4160",
  })
  void readsGosPorts(String text, String address) {
    assertEquals(address, HostAndPort.parse(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "4160",
        "localhost",
        ":65536",
        ":99999",
        ":123456",
        ":-1",
        "::1:4160",
        "a:b:4160",
        "[::1]",
        "[::1]4160",
        "[]:4160",
        "[x]:4160",
        "a b:4160",
        "a:4160 ",
        ":no-such-service",
        ":http:",
        "http://a",
        "=:4160",
        ": 80",
        "tcp://a:4160",
        "a:\u0661"
      })
  void refusesTheRest(String text) {
    assertEquals(Optional.empty(), HostAndPort.parse(text));
  }
}
