/**
 * Takes over, once at the start, the names of topics and channels that running nsqlookupds know.
 *
 * <p>A name that has no producer lives in the memory of the nsqlookupds only, and an nsqd that
 * creates a topic asks them which channels it is to have from its first message on. A daemon that
 * takes an old one's place without these names would lose messages for channels nobody has
 * registered yet.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Names only, no producers.</b> Producers come by themselves: each nsqd registers with
 *       whomever it connects to. One that was copied would be listed without anybody to say that it
 *       is still alive. For the same reason ephemeral names stay behind: they belong to producers.
 *   <li><b>What nsqadmin asks, {@code /topics} and {@code /channels}</b>, works with every
 *       nsqlookupd there is. Rejected: {@code /debug}, which has it all in one answer, but with all
 *       producers, and in a form that nobody promises to keep.
 *   <li><b>Through the same door as everybody.</b> Names are created by the command that {@code
 *       POST /channel/create} is, so a cluster hears of them as of any other.
 *   <li><b>An answer is read as it comes</b> ({@code NamesJson}), and no faster than the registry
 *       takes the names: it may have no end. When the registry has no room, that is the end.
 *   <li><b>Nothing here keeps the daemon from starting.</b> What an old one answers is bounded in
 *       time and in size and otherwise a warning: a daemon with some names serves better than none.
 *   <li><b>No client without an address.</b> Most daemons never seed.
 * </ul>
 */
package io.github.vertxnsq.lookupd.seeding;
