/**
 * The one door between the registry and everyone else.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Messages go by reference.</b> They are immutable and never leave the process, so the
 *       codec hands them over as they are; consumers and requests are local-only, or a clustered
 *       bus would send them round-robin to other daemons.
 *   <li><b>One message a batch of commands.</b> What a connection sent in one go is carried out in
 *       one hop.
 *   <li><b>Reads go past the bus where they can.</b> The registry publishes immutable views in a
 *       {@code LocalMap}; it takes a view down before it answers the command that outdated it, so
 *       whoever was told OK and then asks, sees it. A view is made when it is asked for, not when
 *       something changes: ten thousand producers that register one topic cost one rendering, not
 *       ten thousand.
 * </ul>
 */
package io.github.vertxnsq.lookupd.bus;
