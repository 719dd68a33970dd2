package io.github.vertxnsq.lookupd.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a token file says. Immutable. */
public final class TokenList {
  /** Nobody has one. */
  public static final TokenList NONE = new TokenList(List.of(), Map.of());

  private final List<Token> tokens;
  private final Map<String, Role> certificates;

  TokenList(List<Token> tokens, Map<String, Role> certificates) {
    this.tokens = List.copyOf(tokens);
    this.certificates = Map.copyOf(certificates);
  }

  /** One token, by its SHA-256. */
  static final class Token {
    private final Role role;
    private final String name;
    private final byte[] sha256;

    Token(Role role, String name, byte[] sha256) {
      this.role = role;
      this.name = name;
      this.sha256 = sha256.clone();
    }
  }

  /** What somebody may do. */
  record Grant(Caller caller, Role role) {}

  /** Returns how many tokens there are, certificates' names not counted. */
  public int tokens() {
    return tokens.size();
  }

  /** Finds whose token it is, always after as many comparisons as there are tokens. */
  Optional<Grant> ofToken(String token) {
    byte[] sha256 = sha256(token);
    Token found = null;
    for (Token each : tokens) {
      if (MessageDigest.isEqual(each.sha256, sha256)) {
        found = each;
      }
    }
    return Optional.ofNullable(found)
        .map(it -> new Grant(new Caller(Caller.Proof.TOKEN, it.name), it.role));
  }

  /** Finds what the first of a certificate's names that is listed may do. */
  Optional<Grant> ofCertificate(List<String> names) {
    return names.stream()
        .filter(certificates::containsKey)
        .findFirst()
        .map(name -> new Grant(new Caller(Caller.Proof.CERTIFICATE, name), certificates.get(name)));
  }

  /** Tells whether certificates prove anything. */
  boolean hasCertificates() {
    return !certificates.isEmpty();
  }

  static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
