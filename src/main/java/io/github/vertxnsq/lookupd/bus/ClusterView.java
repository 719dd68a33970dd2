package io.github.vertxnsq.lookupd.bus;

import java.util.List;
import java.util.Map;

/**
 * What a daemon knows of its cluster. Immutable.
 *
 * @param node of this daemon, as the others know it
 * @param ready whether it has a full copy, and serves
 * @param trouble why it is not ready; empty when it is
 * @param members all that the cluster's engine lists, this one among them
 * @param origins every daemon of whose producers something is known, also those that are gone
 * @param factsHash alike where the same names are known to be made and deleted
 * @param refused how many messages of others were not let in, and why
 * @param unanswered how often a write over HTTP was answered although not all had applied it
 * @param missing those who should be there, and are not
 */
public record ClusterView(
    Node node,
    boolean ready,
    String trouble,
    List<Member> members,
    List<Origin> origins,
    long factsHash,
    Map<String, Long> refused,
    long unanswered,
    List<Missing> missing) {

  /**
   * A daemon.
   *
   * @param number from its start to its end
   * @param name for people
   */
  public record Node(int number, String name) {}

  /**
   * A daemon that is there.
   *
   * @param number 0 while nothing was heard from it
   * @param name empty while nothing was heard from it
   * @param address of its cluster port, {@code host:port}
   * @param ready whether it serves, by its own word
   * @param present whether it was heard over the bus in the last seconds, or has just come
   * @param trouble what is wrong between it and this one; empty when nothing is
   */
  public record Member(
      int number, String name, String address, boolean ready, boolean present, String trouble) {
    /** How it is called everywhere: by its name, and behind that what tells its starts apart. */
    @Override
    public String toString() {
      return number == 0 ? address : "%s (%d) at %s".formatted(name, number, address);
    }
  }

  /**
   * Somebody who should be there, by the list of peers or by DNS.
   *
   * @param address {@code host:port}
   * @param reason for people, why it is not
   */
  public record Missing(String address, String reason) {}

  /**
   * One daemon's producers.
   *
   * @param name of that daemon; empty when it was never heard
   * @param applied number of the last of its changes that is applied
   * @param lag how many more there are known to be
   * @param orphans those of its producers that are connected nowhere: it is gone, and they have not
   *     connected to another daemon
   * @param present whether it is there
   * @param hash of what they hold
   */
  public record Origin(
      int number,
      String name,
      long applied,
      long lag,
      int producers,
      int orphans,
      boolean present,
      long hash) {}
}
