/**
 * Who may do what: tokens, certificates' names and addresses, and what each of them proves.
 *
 * <p>{@link io.github.vertxnsq.lookupd.auth.Guard} judges; it knows nothing of HTTP.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>The file holds SHA-256 of tokens</b>, without salt and stretching: tokens are 256 random
 *       bits, made here ({@link io.github.vertxnsq.lookupd.auth.NewToken}), and no password.
 *   <li><b>Every line is compared, each in constant time</b>: how long an answer takes tells
 *       nothing of how near a guess was, or where in the file it would have stood.
 *   <li><b>Who guesses waits</b> ({@link io.github.vertxnsq.lookupd.auth.FailureLimiter}), by
 *       address. A token that is missing is no guess. Other proofs go on working for that address,
 *       so that somebody else behind it cannot lock a certificate out.
 *   <li><b>No error shows what stands in the file</b>: someone may have mixed up its fields.
 *   <li><b>Headers that proxies add are never believed</b>: whoever connects can add them as well.
 * </ul>
 */
package io.github.vertxnsq.lookupd.auth;
