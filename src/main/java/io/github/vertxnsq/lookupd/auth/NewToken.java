package io.github.vertxnsq.lookupd.auth;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A token just made.
 *
 * @param line for the token file
 * @param token 256 random bits, in letters, digits, {@code -} and {@code _}
 */
public record NewToken(String line, String token) {
  private static final int BYTES = 32;

  /**
   * Makes one.
   *
   * @param roleAndName {@code role:name}, of which a token file takes both
   */
  public static NewToken make(String roleAndName) {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new NewToken(
        roleAndName.replace(':', ' ') + " " + HexFormat.of().formatHex(TokenList.sha256(token)),
        token);
  }
}
