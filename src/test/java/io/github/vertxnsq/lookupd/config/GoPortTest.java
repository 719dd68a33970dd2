package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoPortTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "0, 0",
    "4160, 4160",
    "65535, 65535",
    "+1, 1",
    "00080, 80",
    "http, 80",
    "HTTP, 80",
    "https, 443",
    "Domain, 53",
  })
  void readsNumbersAndServices(String text, int port) {
    assertEquals(Optional.of(port), GoPort.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "65536",
        "99999999999999999999",
        "-1",
        "-",
        "+",
        "0x10",
        "1.0",
        " 80",
        "no-such",
        "\u0661"
      })
  void refusesTheRest(String text) {
    assertEquals(Optional.empty(), GoPort.parse(text));
  }

  @Test
  void readsTheServicesOfAMachine() {
    assertEquals(
        Map.of("nsqd-tcp", 4150, "nsqd", 4150, "lookup", 4160, "webcache", 8080),
        GoPort.services(
            List.of(
                "# all of them",
                "",
                "nsqd-tcp\t4150/tcp\tNSQD # of producers",
                "lookup 4160/tcp",
                "lookup 4161/tcp # the first counts",
                "webcache   8080/tcp",
                "webcache   8081/udp",
                "only-udp 1/udp",
                "broken",
                "broken tcp",
                "broken x/tcp",
                "#commented 5/tcp")));
  }
}
