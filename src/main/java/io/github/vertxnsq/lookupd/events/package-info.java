/**
 * What happened, told after the fact.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Told by what is listed</b> ({@link io.github.vertxnsq.lookupd.events.Chronicle}): of two
 *       listings of a topic the difference is told, not of each change what it did. So events and
 *       lookups cannot contradict each other, in whatever order a cluster's facts arrive: that a
 *       producer left is only told when lookups do not have it any more, not when one of several
 *       connections ends. And a storm costs what comes of it, not what it consists of.
 *   <li><b>Nothing is recorded while nobody listens</b>: a listing of all topics is made when the
 *       first one comes.
 *   <li><b>Who is slow reads from the log</b> ({@link io.github.vertxnsq.lookupd.events.EventLog}),
 *       and is dropped when it has fallen out of it: nothing is kept for one client.
 * </ul>
 */
package io.github.vertxnsq.lookupd.events;
