/**
 * Who this daemon proves to be, and whom it believes: certificates for HTTPS, for TCP over TLS and
 * for the cluster's messages.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Vert.x reads PEM and makes the engines</b>; here files become its options, after it was
 *       checked that they fit each other. A change is handed to the servers with {@code
 *       updateSSLOptions}: key, certificate and CAs change together, for handshakes that begin
 *       after it, and a session from before cannot be resumed under CAs that did not allow it.
 *       Rejected: key and trust managers that change beneath an SSL context, which let a client
 *       whose CA was taken away resume for a day, and can be caught between certificate and key.
 *   <li><b>TLS 1.2 and 1.3 only</b>, HTTP/1.1 only: what HTTP does about slow clients is made for
 *       one request a connection at a time.
 *   <li><b>Handshakes are done by worker threads</b>: a signature takes a millisecond, and the
 *       producers' event loop has better to do.
 *   <li><b>Handshakes are few at a time</b> ({@code ConnectionGate}). A connection only counts for
 *       the limits when its handshake is done; without this, whoever connects and says nothing
 *       could take all of the process's files. Who begins too many loses its own oldest ones. What
 *       they and half records take counts as memory of clients from the first byte on ({@code
 *       GatedSslContext}).
 * </ul>
 */
package io.github.vertxnsq.lookupd.tls;
