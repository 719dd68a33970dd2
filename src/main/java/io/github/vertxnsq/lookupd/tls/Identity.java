package io.github.vertxnsq.lookupd.tls;

import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate with its key, and the CAs by which others are believed. The options are shared: not
 * to be changed.
 *
 * @param keyCert belongs together
 * @param trust empty where others are asked for no certificate
 * @param expiry when the first certificate of the chain ceases to be valid
 */
public record Identity(
    PemKeyCertOptions keyCert, Optional<PemTrustOptions> trust, Instant expiry) {}
