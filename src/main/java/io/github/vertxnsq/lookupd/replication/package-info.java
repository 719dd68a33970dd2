/**
 * What makes daemons know of each other's producers: every one holds everything, and any may be
 * asked.
 *
 * <p>{@link io.github.vertxnsq.lookupd.replication.Replica} is the algorithm, pure, and simulated
 * by the tests; {@link io.github.vertxnsq.lookupd.replication.ReplicationVerticle} gives it time,
 * members and messages; {@code WireFormat} makes messages bytes.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Two kinds of facts.</b> What is known of a connection has one writer, its daemon: a
 *       numbered stream, and no conflicts. What anybody may write, names and tombstones, counts by
 *       its stamp in whatever order it comes: the registry remembers deletes for an hour.
 *   <li><b>A daemon's number is drawn anew at each start</b> and named an origin: what a restarted
 *       one said before is somebody else's word, that of a daemon that is gone.
 *   <li><b>What is missing is fetched whole</b>, in pages, from whoever has more. Rejected: keeping
 *       the tail of each stream to send again. The bus loses little, and a page of producers
 *       replaces whatever was known, right or wrong.
 *   <li><b>Pages are read while the stream goes on</b>: what came after the first page is applied
 *       once more, which alters nothing where a later page had it already.
 *   <li><b>Digests once a second</b> carry numbers and hashes of everybody's producers, dead
 *       daemons' too, and when producers were heard: a PING alone is not worth a message. That a
 *       producer was not heard for 30 s, or too long, and the PING that ends it, its daemon tells
 *       in its stream, since the listing depends on it: nobody else judges that. Hashes are
 *       compared only where the numbers are even and nothing is put off, or they would differ all
 *       the time.
 *   <li><b>A write over HTTP is answered when all have applied it</b>, or after a second. Its stamp
 *       is later than all the writer has heard of, and digests keep hybrid clocks within a second:
 *       so a delete of what was registered elsewhere less than that before may lose against it.
 *   <li><b>Shares the registry's thread</b>, and its {@link
 *       io.github.vertxnsq.lookupd.registry.Registry}: facts heard and facts decided take the same
 *       path, and no number can be ahead of what it stands for.
 *   <li>A daemon that said goodbye or died leaves <b>orphans</b>: time alone judges them, since
 *       nobody else can, and when all of them are silent their daemon is forgotten.
 * </ul>
 */
package io.github.vertxnsq.lookupd.replication;
