/**
 * What the daemon says on stderr: one line an event, in the reference's form.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Logback with a queue of our own</b> ({@link
 *       io.github.vertxnsq.lookupd.logging.QueuedAppender}). No event loop may wait for a slow
 *       stderr. Logback's {@code AsyncAppender} with {@code neverBlock} does not wait either, but
 *       drops without counting, and below a fifth of free room drops whole levels; nothing tells
 *       the reader of the log that lines are missing.
 *   <li><b>Lines of the audit log have a queue of their own</b> ({@link
 *       io.github.vertxnsq.lookupd.logging.AuditQueue}), and room in it is taken before what they
 *       tell of is done. Rejected: a writer and a stream of its own, whose lines would be cut by
 *       those of the log, since both go to stderr.
 *   <li><b>The writer pauses after each batch</b>: it used to be woken 8,000 times a second by
 *       70,000 REGISTERs a second, each time by a system call of the thread that logged. A line
 *       after a silence is written at once, under load one waits 5&nbsp;ms at most; a stop ends the
 *       pause. A killed process loses what it says in the last few milliseconds.
 *   <li><b>The message is made where it is logged</b>: arguments may change. What is logged for
 *       every REGISTER cannot change ({@link io.github.vertxnsq.lookupd.logging.LastingText}), and
 *       is left to the writer.
 *   <li><b>Escaping in the layout</b> ({@link io.github.vertxnsq.lookupd.logging.ReferenceLayout}),
 *       not at the call sites: topic names, error texts and addresses come from the network, and a
 *       call site can forget.
 *   <li><b>FATAL is a marker</b> ({@link io.github.vertxnsq.lookupd.logging.Logs#FATAL}), because
 *       SLF4J ends at ERROR. A turbo filter lets it through at every level, so that {@code
 *       -log-level=fatal} needs no more than switching everything else off.
 *   <li><b>Libraries speak at WARNING and above</b>, unless the level is debug: the reference's log
 *       has nothing comparable, and operators' filters are made for the reference's.
 *   <li>The lowest layer: it depends on no other package of the daemon.
 * </ul>
 */
package io.github.vertxnsq.lookupd.logging;
