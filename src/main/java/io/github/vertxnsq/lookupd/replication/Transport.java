package io.github.vertxnsq.lookupd.replication;

/** Takes messages to other daemons, or loses them. */
public interface Transport {

  /**
   * Sends to one.
   *
   * @param member whom, as the cluster's engine names it
   */
  void send(String member, ReplicationMessage message);
}
