/**
 * Keeps what the daemon knows in a file, so that after a restart no lookup is short: nsqd comes
 * back only after some seconds, and names without producers never would.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>What is kept is what a member that joins would be sent</b> ({@link
 *       io.github.vertxnsq.lookupd.replication.Recollection}), in the same messages and merged by
 *       the same rules. A daemon that starts again has another number, and treats the producers
 *       that it had as a member treats those of one that is gone: they are listed until they have
 *       connected again, or would have fallen silent. One without {@code -cluster} does likewise
 *       ({@link io.github.vertxnsq.lookupd.replication.LoneDaemon}).
 *   <li><b>The whole file anew, beside the old one, and renamed.</b> Rejected: a log of changes. It
 *       is shorter to write, but has to be cut, and to be read up to where it is torn. What is
 *       known is small: a million registrations are some ten megabytes.
 *   <li><b>A second behind, or ten times as long as the writing keeps a processor busy.</b> So it
 *       takes an eleventh of the time at most, however large the registry.
 *   <li><b>Read in slices on the registry's thread</b>, while things go on. What changes meanwhile
 *       is in the next file; that a page is older than another is no harm, since deletes are among
 *       what is kept, and count by their stamps.
 *   <li><b>Nothing about the file keeps the daemon from starting</b>, but for one thing: two
 *       daemons in one folder. What is of no use is put aside and not deleted, since it may be
 *       another daemon's whose folder was mistaken for this one's.
 * </ul>
 */
package io.github.vertxnsq.lookupd.remembering;
