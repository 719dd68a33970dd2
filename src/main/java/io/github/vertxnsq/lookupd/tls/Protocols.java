package io.github.vertxnsq.lookupd.tls;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The versions of TLS. */
public final class Protocols {
  /** Those that are spoken; older ones are refused. */
  public static final Set<String> ENABLED =
      Collections.unmodifiableSet(new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2")));

  private Protocols() {}
}
