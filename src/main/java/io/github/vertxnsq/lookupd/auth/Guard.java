package io.github.vertxnsq.lookupd.auth;

import io.github.vertxnsq.lookupd.metrics.AuthMeters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Judges who may do what. Safe for use by several threads. */
public final class Guard {
  private final Supplier<TokenList> tokens;
  private final AdminNetworks networks;
  private final FailureLimiter limiter;
  private final AuthMeters meters;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param tokens those in force
   */
  public Guard(
      Supplier<TokenList> tokens,
      AdminNetworks networks,
      FailureLimiter limiter,
      AuthMeters meters) {
    this.tokens = tokens;
    this.networks = networks;
    this.limiter = limiter;
    this.meters = meters;
    Stream.of(Verdict.Outcome.values())
        .filter(outcome -> outcome != Verdict.Outcome.ADMITTED)
        .forEach(outcome -> meters.failuresFor(reason(outcome)));
  }

  /**
   * Judges a request. Its address is looked at first, then its certificate, then its token: the
   * first that is enough counts.
   *
   * @param needed the least role that is let in
   */
  public Verdict judge(Role needed, Evidence evidence) {
    Verdict verdict = find(needed, evidence);
    if (verdict.outcome() != Verdict.Outcome.ADMITTED) {
      meters.failuresFor(reason(verdict.outcome())).increment();
    }
    return verdict;
  }

  /**
   * Finds who is let in by the token that a request brings, whatever else it proves; nothing is
   * counted.
   *
   * @param needed the least role that is let in
   */
  public Optional<Caller> byToken(Role needed, Evidence evidence) {
    return evidence
        .token()
        .flatMap(tokens.get()::ofToken)
        .filter(grant -> grant.role().includes(needed))
        .map(TokenList.Grant::caller);
  }

  /**
   * Whether a request that was let in would be let in now; nothing is counted.
   *
   * @param needed the least role that is let in
   */
  public boolean letsInStill(Role needed, Evidence evidence) {
    if (networks.caller(evidence.address()).isPresent()) {
      return true;
    }
    TokenList known = tokens.get();
    return Stream.of(
            known.ofCertificate(evidence.certificateNames()),
            evidence.token().flatMap(known::ofToken))
        .flatMap(Optional::stream)
        .anyMatch(grant -> grant.role().includes(needed));
  }

  /**
   * Asks to be told when other tokens are in force.
   *
   * @param listener run by any thread
   */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Other tokens are in force. */
  public void tokensChanged() {
    listeners.forEach(Runnable::run);
  }

  private static String reason(Verdict.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private Verdict find(Role needed, Evidence evidence) {
    Optional<Caller> byAddress = networks.caller(evidence.address());
    if (byAddress.isPresent()) {
      return Verdict.admitted(byAddress.get());
    }
    TokenList known = tokens.get();
    List<String> names = known.hasCertificates() ? evidence.certificateNames() : List.of();
    Optional<TokenList.Grant> byCertificate = known.ofCertificate(names);
    if (byCertificate.isPresent() && byCertificate.get().role().includes(needed)) {
      return Verdict.admitted(byCertificate.get().caller());
    }
    Optional<String> token = evidence.token();
    if (token.isPresent()) {
      return byToken(known, needed, evidence, token.get());
    }
    return byCertificate
        .map(grant -> Verdict.insufficient(grant.caller()))
        .orElseGet(() -> Verdict.of(Verdict.Outcome.MISSING));
  }

  /**
   * A right token always counts, since whoever knows it need not guess; only wrong ones are slowed
   * down. Else anybody who shares an address with an administrator could lock them out.
   */
  private Verdict byToken(TokenList known, Role needed, Evidence evidence, String token) {
    Optional<TokenList.Grant> grant = known.ofToken(token);
    if (grant.isPresent()) {
      return grant.get().role().includes(needed)
          ? Verdict.admitted(grant.get().caller())
          : Verdict.insufficient(grant.get().caller());
    }
    long waitSeconds = limiter.waitSeconds(evidence.address());
    if (waitSeconds > 0) {
      return Verdict.limited(waitSeconds);
    }
    limiter.failed(evidence.address());
    return Verdict.of(Verdict.Outcome.INVALID_TOKEN);
  }
}
