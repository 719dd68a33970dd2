package io.github.vertxnsq.lookupd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are wrong only beside each other. */
class ContradictionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls-cert=c | tls-cert | tls-cert and tls-key only go together",
        "tls-key=k | tls-key | tls-cert and tls-key only go together",
        "https-address=:0 | https-address | needs tls-cert",
        "tcp-tls-address=:0 | tcp-tls-address | needs tls-cert",
        "tls-cert=c tls-key=k | tls-cert | needs https-address or tcp-tls-address",
        "tls-client-ca=ca | tls-client-ca | needs https-address or tcp-tls-address",
        "tls-required=true | tls-required | needs https-address",
        "tls-required=true tcp-tls-address=:0 tls-cert=c tls-key=k"
            + " | tls-required | needs https-address",
        "cluster-tls-cert=c cluster-tls-ca=ca | cluster-tls-cert"
            + " | cluster-tls-cert, cluster-tls-key and cluster-tls-ca only go together",
        "cluster-tls-ca=ca | cluster-tls-ca"
            + " | cluster-tls-cert, cluster-tls-key and cluster-tls-ca only go together",
        "auth-reads=true | auth-reads | needs auth-token-file or auth-admin-cidr: nobody could",
        "auth-metrics=true | auth-metrics"
            + " | needs auth-token-file or auth-admin-cidr: nobody could",
      })
  void refusesWhatLacksItsOtherHalf(String given, String blamed, String trouble) {
    ConfigException refused = assertThrows(ConfigException.class, () -> FlagLine.resolve(given));
    assertEquals("flag -" + blamed + ": " + trouble, refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https-address=:0 tls-cert=c tls-key=k tls-client-ca=ca tls-required=true",
        "tcp-tls-address=:0 tls-cert=c tls-key=k tls-client-auth=request",
        "cluster-tls-cert=c cluster-tls-key=k cluster-tls-ca=ca",
        "auth-token-file=f auth-reads=true",
        "auth-admin-cidr=127.0.0.1 auth-metrics=true",
      })
  void takesWhatGoesTogether(String given) {
    FlagLine.resolve(given);
  }
}
