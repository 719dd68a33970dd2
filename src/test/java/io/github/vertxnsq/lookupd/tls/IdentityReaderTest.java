package io.github.vertxnsq.lookupd.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.DAYS;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vertxnsq.lookupd.files.FileException;
import io.github.vertxnsq.lookupd.files.NamedFile;
import io.github.vertxnsq.lookupd.logging.LogCapture;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which PEM is taken, and what is said of the rest. */
@ExtendWith(VertxExtension.class)
class IdentityReaderTest {
  private static final NamedFile CERT = new NamedFile("tls-cert", Path.of("/tls/crt"));
  private static final NamedFile KEY = new NamedFile("tls-key", Path.of("/tls/key"));
  private static final NamedFile CA = new NamedFile("tls-client-ca", Path.of("/tls/ca"));

  private final Instant now = Instant.now().truncatedTo(SECONDS);
  private TestCa ca;
  private X509Bundle issued;
  private IdentityReader reader;

  @BeforeEach
  void make(Vertx vertx) throws Exception {
    ca = TestCa.named("ca");
    issued = ca.issue("lookupd");
    reader = new IdentityReader(vertx, new TlsFiles(CERT, KEY, Optional.of(CA)), () -> now);
  }

  @Test
  void takesEllipticCurvesAndRsa() throws Exception {
    for (X509Bundle each : List.of(issued, ca.issueRsa("lookupd"))) {
      Identity identity = read(each.getCertificatePathPEM(), each.getPrivateKeyPEM(), ca.pem());

      assertTrue(identity.trust().isPresent());
      assertEquals(each.getCertificate().getNotAfter().toInstant(), identity.expiry());
    }
  }

  @Test
  void takesAnIdentityWithoutCas(Vertx vertx) throws Exception {
    IdentityReader withoutCa =
        new IdentityReader(vertx, new TlsFiles(CERT, KEY, Optional.empty()), () -> now);

    Identity identity =
        withoutCa.read(bytes(issued.getCertificatePathPEM(), issued.getPrivateKeyPEM()));

    assertTrue(identity.trust().isEmpty());
  }

  /** As other servers want it, and some tools write it. */
  @Test
  void takesBothFromOneFile() throws Exception {
    String both = "lookupd's\n" + issued.getPrivateKeyPEM() + issued.getCertificatePathPEM();

    assertEquals(
        issued.getCertificate().getNotAfter().toInstant(), read(both, both, ca.pem()).expiry());
  }

  @Test
  void expiresWithTheFirstOfTheChain() throws Exception {
    TestCa between = ca.intermediate("between");
    X509Bundle under =
        between.issue("lookupd", now.minus(1, DAYS), now.plus(10_000, DAYS)); // outlives its CA

    Identity identity = read(under.getCertificatePathPEM(), under.getPrivateKeyPEM(), ca.pem());

    assertEquals(under.getCertificatePath()[1].getNotAfter().toInstant(), identity.expiry());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no PEM", "-----BEGIN CERTIFICATE-----\n"})
  void saysWhatIsNoCertificate(String text) {
    assertBeginsWith(
        "tls-cert: file /tls/crt: no certificate in PEM: ", text, issued.getPrivateKeyPEM());
    assertBeginsWith(
        "tls-client-ca: file /tls/ca: no certificate in PEM: ",
        issued.getCertificatePathPEM(),
        issued.getPrivateKeyPEM(),
        text);
  }

  @Test
  void saysWhatIsOnlyThePartOfACertificate() {
    String cut = issued.getCertificatePEM().replaceFirst("[A-Za-z0-9]{40}", "");

    assertBeginsWith(
        "tls-cert: file /tls/crt: no certificate in PEM: ", cut, issued.getPrivateKeyPEM());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no PEM", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"})
  void saysWhatIsNoKey(String text) {
    assertBeginsWith(
        "tls-key: file /tls/key: no private key in PEM: ", issued.getCertificatePathPEM(), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIBAA==\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAA==\n-----END RSA PRIVATE KEY-----"
      })
  void saysThatAKeyIsEncrypted(String key) {
    assertEquals(
        "tls-key: file /tls/key: the key is encrypted, and nobody could be asked for its password",
        refusal(issued.getCertificatePathPEM(), key, ca.pem()));
  }

  @Test
  void saysThatAKeyIsAnothers() throws Exception {
    for (X509Bundle other : List.of(ca.issue("lookupd"), ca.issueRsa("lookupd"))) {
      assertEquals(
          "tls-key: file /tls/key: not the key of the certificate in /tls/crt",
          refusal(issued.getCertificatePathPEM(), other.getPrivateKeyPEM(), ca.pem()));
    }
  }

  @Test
  void saysThatAKeyIsTooShort() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    KeyPair keys = generator.generateKeyPair();
    X509Bundle weak = ca.issuedBy(ca.builder("CN=lookupd").publicKey(keys.getPublic()));
    String key = Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded());

    assertEquals(
        "tls-key: file /tls/key: an RSA key of 1024 bits; clients want 2048 or more",
        refusal(
            weak.getCertificatePathPEM(),
            "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----",
            ca.pem()));
  }

  @Test
  void saysThatAChainIsOutOfOrder() throws Exception {
    X509Bundle under = ca.intermediate("between").issue("lookupd");
    String unordered = under.getCertificatePathPEM() + issued.getCertificatePEM();

    assertBeginsWith(
        "tls-cert: file /tls/crt: each certificate must be followed by that of its issuer",
        unordered,
        under.getPrivateKeyPEM());
  }

  @Test
  void warnsOfACertificateOutOfItsTime() throws Exception {
    Instant begin = now.minus(20, DAYS);
    Instant end = now.plus(20, DAYS);
    try (LogCapture log = new LogCapture(IdentityReader.class)) {
      readBetween(begin, now.minus(10, DAYS));
      assertEquals(
          "WARN tls-cert: file /tls/crt: the certificate expired on " + now.minus(10, DAYS),
          log.next());
      readBetween(now.plus(10, DAYS), end);
      assertEquals(
          "WARN tls-cert: file /tls/crt: the certificate is not valid before " + now.plus(10, DAYS),
          log.next());
      readBetween(begin, end);
      assertTrue(log.isEmpty());
    }
  }

  private void readBetween(Instant from, Instant to) throws Exception {
    X509Bundle bounded = ca.issue("lookupd", from, to);
    read(bounded.getCertificatePathPEM(), bounded.getPrivateKeyPEM(), ca.pem());
  }

  private void assertBeginsWith(String trouble, String cert, String key) {
    assertBeginsWith(trouble, cert, key, ca.pem());
  }

  private void assertBeginsWith(String trouble, String cert, String key, String ca) {
    String refusal = refusal(cert, key, ca);
    assertTrue(refusal.startsWith(trouble) && refusal.lines().count() == 1, refusal);
  }

  private String refusal(String... contents) {
    return assertThrows(FileException.class, () -> reader.read(bytes(contents))).getMessage();
  }

  private Identity read(String... contents) throws FileException {
    return reader.read(bytes(contents));
  }

  private static List<byte[]> bytes(String... contents) {
    return Stream.of(contents).map(text -> text.getBytes(UTF_8)).toList();
  }
}
