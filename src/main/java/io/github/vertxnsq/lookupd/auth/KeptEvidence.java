package io.github.vertxnsq.lookupd.auth;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What a request brought along that proves something, kept for when it is asked about again. */
public record KeptEvidence(
    InetAddress address, List<String> certificateNames, Optional<String> token)
    implements Evidence {
  /** Keeps all of it. */
  public KeptEvidence(Evidence evidence) {
    this(evidence.address(), List.copyOf(evidence.certificateNames()), evidence.token());
  }
}
