/**
 * What is registered, and the rules that decide it: the whole truth of the daemon, and nothing
 * else.
 *
 * <p>Pure: {@code java.*} only, no clock, no thread, no I/O. Time comes in as an argument, {@code
 * nowMillis} on a monotonic clock for time-outs and a {@link
 * io.github.vertxnsq.lookupd.registry.Stamp} for order. One thread owns a {@link
 * io.github.vertxnsq.lookupd.registry.Registry}; whatever leaves it is immutable.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Decide, then apply.</b> {@link io.github.vertxnsq.lookupd.registry.Registry#decide}
 *       turns a command into changes and touches nothing; {@link
 *       io.github.vertxnsq.lookupd.registry.Registry#apply} is the one way in, so that facts heard
 *       from elsewhere take the same path as local ones. Rejected: methods that check and mutate at
 *       once, which cannot be replayed.
 *   <li><b>A producer is a connection; a node is what is listed.</b> Several connections may
 *       identify alike; which of them count is a rule of reading ({@code Node}), never a removal,
 *       so an older connection shows again when the newer one ends. Anybody may identify as
 *       anybody, so nothing that a newer connection says stops an older one from counting that is
 *       heard.
 *   <li><b>A registration is one object in two compact lists</b>, its producer's and its topic's or
 *       channel's. Rejected: maps keyed by (category, topic, channel), which must be scanned when a
 *       connection ends and cost three times the memory.
 *   <li><b>What grows with a producer's holdings is put off</b> ({@code Chores}): a change takes
 *       effect at once by a flag or two ({@code hasEnded}, {@code isRemoved}, silence) that the
 *       rules of reading look at; telling which of a hundred thousand lookups are outdated, and
 *       unlinking what is dead, is done bit by bit between the commands of others. No answer and no
 *       decision depends on how far that has come, so replaying changes elsewhere ends in the same
 *       state. Only ephemeral names go at once: the next one to register such a name makes it anew.
 *   <li><b>Names are parsed at the edge.</b> A {@link
 *       io.github.vertxnsq.lookupd.registry.TopicName} that is not valid, or that is a wildcard,
 *       cannot exist in here.
 * </ul>
 */
package io.github.vertxnsq.lookupd.registry;
