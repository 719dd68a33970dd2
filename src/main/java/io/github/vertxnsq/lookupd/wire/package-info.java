/**
 * NSQ's lookup protocol over TCP, the side that producers see.
 *
 * <p>Bytes become records in {@code Decoder}, records become {@code Request}s in {@code
 * RequestParser}, requests become commands and answers in {@code Session}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Lines are Latin-1.</b> Names are ASCII, and what is not a name is only echoed: one byte
 *       one character gives back the very bytes that came.
 *   <li><b>One batch of a connection is on its way at a time.</b> What comes in meanwhile goes with
 *       the next one, so a connection that pipelines costs a hop a batch, in order by itself.
 *   <li><b>The read side may end before the write side.</b> A client that shuts down its sending
 *       side still gets its answers, so the channel allows half closure; and an error is followed
 *       by our own half closure and a bounded drain, or a reset would destroy the error's text.
 *   <li><b>Over TLS an end is TLS's own</b>, told apart from a cut. From version 1.3 on a side can
 *       end by itself as without TLS; in 1.2 whoever ends gets no more answers.
 *   <li><b>Below Vert.x's API.</b> {@code Connection} reaches the channel through {@code
 *       NetSocketInternal}, which Vert.x does not promise to keep: on an upgrade, {@code
 *       SessionTest} and {@code ShutdownIT} tell whether half closure and stopping still work.
 *   <li><b>No timer a connection.</b> One sweep looks at all of them.
 *   <li><b>Closing gives way.</b> Connections that end at once are closed some at a time, in {@code
 *       Turns}: a thousand together would keep everyone else's PING waiting.
 * </ul>
 */
package io.github.vertxnsq.lookupd.wire;
