/**
 * An arena: the started jar with a small heap, attacked in every way that somebody thought of,
 * while a producer and a consumer go on as they do in production.
 *
 * <p>An {@link io.github.vertxnsq.lookupd.hostile.arena.Attack} is data: a name, and crowds of
 * connections that each send, read and leave as their {@link
 * io.github.vertxnsq.lookupd.hostile.arena.Crowd} says. To add one, add a line to the class of its
 * kind. Two system properties serve whoever looks at one of them: {@code arena.only}, a regular
 * expression that is to be found in its name, and {@code arena.seconds}, how long each lasts; with
 * {@code arena.all=true} each is tried alone and with every heap, instead of with others of its
 * kind and one heap.
 *
 * <p>Decision: <b>attackers are paced</b>. A machine whose processors are all taken by attackers
 * would answer late whatever the daemon did. So each crowd sends so many pieces a second and no
 * more, and one thread sends for all of them. How long a thread of the daemon was ready to run and
 * had no processor is shown, and is taken off what others waited.
 */
package io.github.vertxnsq.lookupd.hostile.arena;
