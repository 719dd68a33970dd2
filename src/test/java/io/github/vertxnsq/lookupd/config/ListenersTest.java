package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two listeners never have one address. */
class ListenersTest {
  private static final String TLS = " tls-cert=c tls-key=k";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http-address=:4161 health-address=:4161 | health-address: :4161 | http-address (:4161)",
        "tcp-address=0.0.0.0:9 http-address=127.0.0.1:9"
            + " | http-address: 127.0.0.1:9 | tcp-address (0.0.0.0:9)",
        "tcp-address=127.0.0.1:9 http-address=[::]:9"
            + " | http-address: [::]:9 | tcp-address (127.0.0.1:9)",
        "tcp-address=127.0.0.1:9 http-address=localhost:9"
            + " | http-address: localhost:9 | tcp-address (127.0.0.1:9)",
        "tcp-address=[::1]:9 http-address=[0:0:0:0:0:0:0:1]:9"
            + " | http-address: [0:0:0:0:0:0:0:1]:9 | tcp-address ([::1]:9)",
        "tcp-address=a:9 http-address=A:9 | http-address: A:9 | tcp-address (a:9)",
        "tcp-address=:http http-address=:80 | http-address: :80 | tcp-address (:80)",
        "tcp-address=:4161 | tcp-address: :4161 | http-address (0.0.0.0:4161)",
        "health-address=:4160 | health-address: :4160 | tcp-address (0.0.0.0:4160)",
        "https-address=:4161" + TLS + " | https-address: :4161 | http-address (0.0.0.0:4161)",
        "tcp-tls-address=:9 https-address=:9" + TLS + " | tcp-tls-address: :9 | https-address (:9)",
        "cluster=true tcp-address=:4162 | tcp-address: :4162 | cluster-address (0.0.0.0:4162)",
        "cluster=true http-address=:4163 | http-address: :4163 | cluster-bus-address (0.0.0.0:4163)",
        "cluster=true cluster-bus-address=:4162"
            + " | cluster-bus-address: 0.0.0.0:4162 | cluster-address (0.0.0.0:4162)",
        "cluster=true cluster-address=127.0.0.1:9 cluster-bus-address=:9"
            + " | cluster-bus-address: 127.0.0.1:9 | cluster-address (127.0.0.1:9)",
      })
  void refusesTwoAtOneAddress(String given, String blamed, String other) {
    ConfigException refused = assertThrows(ConfigException.class, () -> FlagLine.resolve(given));
    assertEquals(
        "flag -%s is where %s listens %s; each needs a port of its own"
            .formatted(
                blamed,
                other.substring(0, other.indexOf(' ')),
                other.substring(other.indexOf('('))),
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp-address=:0 http-address=:0 health-address=:0",
        "tcp-address=127.0.0.1: http-address=127.0.0.1: https-address=127.0.0.1:" + TLS,
        "tcp-address=127.0.0.1:9 http-address=127.0.0.2:9",
        "tcp-address=127.0.0.1:9 http-address=[::1]:9",
        "tcp-address=a:9 http-address=b:9",
        "tcp-address=:4162 http-address=:4163",
        "cluster=true cluster-address=127.0.0.1:0 cluster-bus-address=:0",
        "cluster=true cluster-address=127.0.0.1:4161 http-address=127.0.0.2:4161",
        "health-address=",
      })
  void takesTheRest(String given) {
    FlagLine.resolve(given);
  }
}
