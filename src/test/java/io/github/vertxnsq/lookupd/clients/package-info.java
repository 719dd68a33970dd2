/**
 * Consumers as they are published, finding their topics through the daemon.
 *
 * <p>They connect to a stand-in for nsqd, because what is tested here is the way from the lookup to
 * the connection, not nsqd. The stand-in speaks enough of nsqd's own protocol, <a
 * href="https://nsq.io/clients/tcp_protocol_spec.html">version 2</a>, for them to take it for one.
 */
package io.github.vertxnsq.lookupd.clients;
