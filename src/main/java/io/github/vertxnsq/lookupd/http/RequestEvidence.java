package io.github.vertxnsq.lookupd.http;

import io.github.vertxnsq.lookupd.auth.Evidence;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/** What an HTTP request brings along. */
final class RequestEvidence implements Evidence {
  private static final String SCHEME = "Bearer";

  /** Of a certificate's alternative names. */
  private static final Integer DNS_NAME = 2;

  private final HttpServerRequest request;

  RequestEvidence(HttpServerRequest request) {
    this.request = request;
  }

  @Override
  public InetAddress address() {
    return NetUtil.createInetAddressFromIpAddressString(
        request.connection().remoteAddress().hostAddress());
  }

  /** Other schemes are no token. Of several tokens the first counts, as with parameters. */
  @Override
  public Optional<String> token() {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String rest = header.substring(SCHEME.length());
    String token = rest.strip();
    return token.isEmpty() || rest.charAt(0) != ' ' ? Optional.empty() : Optional.of(token);
  }

  @Override
  public List<String> certificateNames() {
    SSLSession session = request.connection().sslSession();
    if (session == null) {
      return List.of();
    }
    try {
      // Nobody's are here that were not verified: those would have ended the handshake.
      return names((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException hasNone) {
      return List.of();
    }
  }

  /** Its common name, then its alternative ones. */
  static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      commonName(certificate.getSubjectX500Principal()).ifPresent(names::add);
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> name : alternatives) {
          if (name.get(0).equals(DNS_NAME)) {
            names.add(name.get(1).toString());
          }
        }
      }
    } catch (InvalidNameException | CertificateParsingException unreadable) {
      return List.of();
    }
    return names;
  }

  /** The most specific one: others stand further up, and say where somebody belongs. */
  private static Optional<String> commonName(X500Principal subject) throws InvalidNameException {
    List<Rdn> parts = new LdapName(subject.getName(X500Principal.RFC2253)).getRdns();
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).getType().equalsIgnoreCase("CN")) {
        return parts.get(i).getValue() instanceof String text
            ? Optional.of(text)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
