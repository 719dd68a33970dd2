package io.github.vertxnsq.lookupd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vertxnsq.lookupd.tls.TestCa;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which names a certificate is known. */
class RequestEvidenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CN=ops,O=x | ops localhost",
        "CN=ops,CN=people,O=x | ops localhost",
        "O=x,CN=people | people localhost",
        "OU=people+CN=ops,O=x | ops localhost",
        "O=CN\\=ops | localhost",
        "CN=a\\,CN\\=ops | a,CN=ops localhost",
      })
  void isKnownByItsOwnCommonNameAndItsDnsNames(String subject, String names) throws Exception {
    TestCa ca = TestCa.named("ca");

    assertEquals(
        List.of(names.split(" ", -1)),
        RequestEvidence.names(ca.issuedBy(ca.builder(subject)).getCertificate()));
  }
}
