package io.github.vertxnsq.lookupd.auth;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What a request brings along that may prove something. Each is asked for only when it counts. */
public interface Evidence {
  /** Returns where it comes from, as the socket says. */
  InetAddress address();

  /**
   * Returns the names in the certificate by which its connection was verified.
   *
   * @return empty without such a certificate
   */
  List<String> certificateNames();

  /**
   * Returns its token.
   *
   * @return empty without one; a text that can be no token counts as one
   */
  Optional<String> token();
}
