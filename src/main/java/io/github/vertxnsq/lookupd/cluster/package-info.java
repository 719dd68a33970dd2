/**
 * Who else is there: a clustered Vert.x, and the members of its cluster.
 *
 * <p>{@link io.github.vertxnsq.lookupd.cluster.ClusterEngine} starts the one, {@link
 * io.github.vertxnsq.lookupd.cluster.Membership} tells of the others. What the members tell each
 * other is no business of this package.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Hazelcast is the engine</b>: of those behind Vert.x's SPI that were tried it notices
 *       soonest that a member is gone, heals by itself after one hung, and runs on every JVM that
 *       the daemon runs on. Rejected: Infinispan, which did neither of the last two.
 *   <li><b>It is known here only.</b> Nobody else sees its classes or those of Vert.x's SPI, and a
 *       test holds all to it: another engine would change this package.
 *   <li><b>Without {@code -cluster} nothing of this is loaded</b>, so that the single daemon starts
 *       as fast and takes as little as if there were no clusters. That is why the program reaches
 *       for this package in one place only, and why the jar leaves out the entry by which Vert.x
 *       would find the engine by itself, and make one for every Vert.x.
 *   <li><b>Members are found where they were said to be</b>, in a list or in DNS, never by
 *       multicast or by guessing at the surroundings: what happens to run on the same network is
 *       none of ours.
 *   <li><b>Messages can go over TLS, membership cannot</b>: the engine sells that. What its open
 *       edition allows is that both ends of a connection talk before it does ({@code MemberProof}),
 *       so whoever has no certificate is not listened to; on the way there is no secrecy. The event
 *       bus's certificate is changed through two private fields of Vert.x ({@code BusServer}),
 *       which has no method for it: on an upgrade, {@code ClusterTlsIT} tells.
 *   <li><b>Sockets are opened where they were said to be</b>, and nowhere else: no port beyond, no
 *       address beside. {@code 0.0.0.0} is read as "the address by which others reach this
 *       machine", since a member has to tell them one.
 * </ul>
 */
package io.github.vertxnsq.lookupd.cluster;
