/**
 * The daemon held to what was recorded of nsqlookupd 1.3.0.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>All scenarios share one daemon.</b> Each has a prefix of its own for all its names; of
 *       the answers that list everything only what begins with it is compared. So the suite can run
 *       against a cluster, which is too dear to be started for every scenario, and scenarios cannot
 *       disturb each other unnoticed.
 *   <li><b>Where a step goes is asked, not known</b>: see {@code ContractSuite}.
 *   <li><b>Only what has no answer is awaited</b>: the end of a connection, and of a tombstone.
 *       Everything else must hold as soon as the step before it is answered.
 * </ul>
 */
package io.github.vertxnsq.lookupd.contract;
