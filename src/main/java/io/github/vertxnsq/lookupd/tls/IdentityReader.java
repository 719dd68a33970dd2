package io.github.vertxnsq.lookupd.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.vertxnsq.lookupd.files.FileException;
import io.github.vertxnsq.lookupd.files.FileReason;
import io.github.vertxnsq.lookupd.files.FollowedFiles;
import io.github.vertxnsq.lookupd.files.NamedFile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads PEM files, and refuses what no handshake could succeed with. */
final class IdentityReader implements FollowedFiles.Reader<Identity> {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityReader.class);

  /** Signed and verified to see whether a key fits; any bytes do. */
  private static final byte[] SAMPLE = "fits".getBytes(ISO_8859_1);

  /** A shorter one is refused by the JVM or, from 1024 on, by what clients are built with. */
  private static final int MIN_RSA_BITS = 2048;

  private final Vertx vertx;
  private final TlsFiles files;
  private final InstantSource clock;

  IdentityReader(Vertx vertx, TlsFiles files, InstantSource clock) {
    this.vertx = vertx;
    this.files = files;
    this.clock = clock;
  }

  /**
   * Reads in the order of {@link TlsFiles#list}. A certificate out of its time is only warned of:
   * it is not for this side to judge, and a clock that is wrong must not keep a daemon down.
   */
  @Override
  public Identity read(List<byte[]> contents) throws FileException {
    Buffer cert = Buffer.buffer(contents.get(0));
    Buffer key = Buffer.buffer(contents.get(1));
    certificates(files.cert(), cert);
    PemKeyCertOptions keyCert = new PemKeyCertOptions().addCertValue(cert).addKeyValue(key);
    X509KeyManager read = keyManager(keyCert, key);
    String alias = alias(read);
    X509Certificate[] chain = read.getCertificateChain(alias);
    if (!fits(read.getPrivateKey(alias), chain[0].getPublicKey())) {
      throw misfit();
    }
    if (chain[0].getPublicKey() instanceof RSAPublicKey rsa
        && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
      throw files
          .key()
          .unusable(
              "an RSA key of %d bits; clients want %d or more"
                  .formatted(rsa.getModulus().bitLength(), MIN_RSA_BITS));
    }
    Optional<PemTrustOptions> trust = Optional.empty();
    if (files.ca().isPresent()) {
      trust = Optional.of(certificates(files.ca().get(), Buffer.buffer(contents.get(2))));
    }
    return new Identity(keyCert, trust, checkedExpiry(chain));
  }

  private PemTrustOptions certificates(NamedFile file, Buffer content) throws FileException {
    try {
      PemTrustOptions certificates = new PemTrustOptions().addCertValue(content);
      certificates.getTrustManagerFactory(vertx);
      return certificates;
    } catch (Exception e) { // whatever Vert.x and the JVM make of text that is no certificate
      throw file.unusable("no certificate in PEM: " + FileReason.of(e), e);
    }
  }

  private X509KeyManager keyManager(PemKeyCertOptions keyCert, Buffer key) throws FileException {
    if (key.toString(ISO_8859_1).contains("ENCRYPTED")) {
      throw files
          .key()
          .unusable("the key is encrypted, and nobody could be asked for its password");
    }
    try {
      return (X509KeyManager) keyCert.getKeyManagerFactory(vertx).getKeyManagers()[0];
    } catch (KeyStoreException e) { // of the JVM, which checks a chain of several
      throw files
          .cert()
          .unusable(
              "each certificate must be followed by that of its issuer: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      if (e.getMessage() != null && e.getMessage().contains("algorithm does not match")) {
        throw misfit();
      }
      throw notAKey(e);
    } catch (Exception e) {
      throw notAKey(e);
    }
  }

  private FileException notAKey(Exception e) {
    return files.key().unusable("no private key in PEM: " + FileReason.of(e), e);
  }

  private FileException misfit() {
    return files
        .key()
        .unusable("not the key of the certificate in %s".formatted(files.cert().path()));
  }

  /** Vert.x reads keys of these two kinds only, and one of them. */
  private static String alias(X509KeyManager keys) {
    return Stream.of("RSA", "EC")
        .map(kind -> keys.getServerAliases(kind, null))
        .filter(aliases -> aliases != null)
        .map(aliases -> aliases[0])
        .findFirst()
        .orElseThrow();
  }

  private static boolean fits(PrivateKey key, PublicKey certified) {
    try {
      Signature signature =
          Signature.getInstance(
              key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException differentKinds) {
      return false;
    }
  }

  private Instant checkedExpiry(X509Certificate[] chain) {
    Instant now = clock.instant();
    Instant begin = chain[0].getNotBefore().toInstant();
    Instant expiry =
        Stream.of(chain)
            .map(X509Certificate::getNotAfter)
            .min(Comparator.naturalOrder())
            .map(Date::toInstant)
            .orElseThrow();
    if (now.isAfter(expiry)) {
      LOG.warn("{}: the certificate expired on {}", files.cert(), expiry);
    } else if (now.isBefore(begin)) {
      LOG.warn("{}: the certificate is not valid before {}", files.cert(), begin);
    }
    return expiry;
  }
}
