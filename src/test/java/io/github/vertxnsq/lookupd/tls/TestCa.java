package io.github.vertxnsq.lookupd.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** A certificate authority of a test. */
public final class TestCa {
  private final X509Bundle ca;
  private final boolean rsa;

  private TestCa(X509Bundle ca, boolean rsa) {
    this.ca = ca;
    this.rsa = rsa;
  }

  public static TestCa named(String name) throws Exception {
    return new TestCa(authority(name).ecp256().buildSelfSigned(), false);
  }

  /**
   * One of keys that older programs know too: its own, and those that it issues certificates of.
   */
  public static TestCa ofRsa(String name) throws Exception {
    return new TestCa(authority(name).rsa2048().buildSelfSigned(), true);
  }

  private static CertificateBuilder authority(String name) {
    return new CertificateBuilder().subject("CN=" + name).setIsCertificateAuthority(true);
  }

  /** One whose certificates are believed where this one's are. */
  public TestCa intermediate(String name) throws Exception {
    return new TestCa(authority(name).ecp256().buildIssuedBy(ca), false);
  }

  /** A certificate for this common name, and for the loopback. */
  public X509Bundle issue(String name) throws Exception {
    return builder("CN=" + name + ",O=tests").buildIssuedBy(ca);
  }

  /** Unlike others of a kind that older programs know too. */
  public X509Bundle issueRsa(String name) throws Exception {
    return builder("CN=" + name + ",O=tests").rsa2048().buildIssuedBy(ca);
  }

  /** A certificate that is good for this time only. */
  public X509Bundle issue(String name, Instant from, Instant to) throws Exception {
    return builder("CN=" + name).notBefore(from).notAfter(to).buildIssuedBy(ca);
  }

  /** What a certificate of this CA is made of, to be changed at will. */
  public CertificateBuilder builder(String subject) {
    CertificateBuilder builder =
        new CertificateBuilder()
            .subject(subject)
            .addSanDnsName("localhost")
            .addSanIpAddress("127.0.0.1");
    return rsa ? builder.rsa2048() : builder.ecp256();
  }

  public X509Bundle issuedBy(CertificateBuilder builder) throws Exception {
    return builder.buildIssuedBy(ca);
  }

  public String pem() {
    return ca.getCertificatePEM();
  }

  /** The certificate of this CA, as a file. */
  public Path writeTo(Path file) throws IOException {
    return write(file, pem());
  }

  /** Each file is replaced in one step, but not both together. */
  public static void write(X509Bundle issued, Path cert, Path key) throws IOException {
    write(cert, issued.getCertificatePathPEM());
    write(key, issued.getPrivateKeyPEM());
  }

  /** In one step. */
  public static Path write(Path file, String content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    return Files.move(
        Files.writeString(next, content),
        file,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What a client believes that knows this CA and has no certificate. */
  public SSLContext client() throws GeneralSecurityException {
    return client(new KeyManager[0]);
  }

  /** What a client believes that knows this CA, and what it shows. */
  public SSLContext client(X509Bundle own) throws GeneralSecurityException {
    return client(own.toKeyManagerFactory().getKeyManagers());
  }

  private SSLContext client(KeyManager[] own) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, new TrustManager[] {ca.toTrustManager()}, new SecureRandom());
    return context;
  }
}
