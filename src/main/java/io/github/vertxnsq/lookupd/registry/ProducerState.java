package io.github.vertxnsq.lookupd.registry;

import java.util.List;

/**
 * One connection with all that it holds, as its daemon tells it to another.
 *
 * @param connection number of the connection at its daemon
 * @param heardTime when it was heard last, as of {@link Stamp#hybridTime}
 * @param heardAgoMillis how long that is ago, 0 or more
 * @param pinged whether it has pinged
 * @param silent whether it was not heard for too long
 * @param quiet whether it was not heard for more than two of nsqd's PING intervals
 */
public record ProducerState(
    long connection,
    PeerInfo peer,
    Stamp identifiedAt,
    long heardTime,
    long heardAgoMillis,
    boolean pinged,
    boolean silent,
    boolean quiet,
    List<Held> holdings) {

  /** The same, heard so much longer ago. */
  public ProducerState heardEarlier(long millis) {
    return new ProducerState(
        connection,
        peer,
        identifiedAt,
        heardTime,
        heardAgoMillis + millis,
        pinged,
        silent,
        quiet,
        holdings);
  }

  /**
   * A name that is held.
   *
   * @param hybridTime since when, as of {@link Stamp#hybridTime}
   */
  public record Held(Name name, long hybridTime) {}
}
