/**
 * The one door between the registry and everyone else.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Messages go by reference.</b> They are immutable and never leave the process, so the
 *       codec hands them over as they are; consumers and requests are local-only, or a clustered
 *       bus would send them round-robin to other daemons.
 *   <li><b>One message a turn of the event loop</b> ({@link
 *       io.github.vertxnsq.lookupd.bus.Outbox}). What all the connections sent that could be read
 *       at the same time is carried out in one hop: a message with its reply costs ten times what a
 *       REGISTER does. Each batch in it is answered for itself.
 *   <li><b>What can wait is done in slices</b>: the registry's chores, and long lists. Between two
 *       slices lies a tick of the timer, not just a place in the queue, since an event loop that
 *       always finds a task does not come to its sockets. Who was answered OK must see it, so a
 *       command that outdated more views than fit into a slice is answered when the last is down.
 *   <li><b>Reads go past the bus where they can.</b> The registry publishes immutable views in a
 *       {@code LocalMap}; it takes a view down before it answers the command that outdated it, so
 *       whoever was told OK and then asks, sees it. A view is made when it is asked for, not when
 *       something changes: ten thousand producers that register one topic cost one rendering, not
 *       ten thousand.
 * </ul>
 */
package io.github.vertxnsq.lookupd.bus;
