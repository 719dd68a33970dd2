package io.github.vertxnsq.lookupd.registry;

/**
 * Numbers that are alike on every daemon for what is alike, to be combined by exclusive or: so two
 * daemons compare what they hold without sending it.
 */
final class Hashes {
  private Hashes() {}

  /** Of a name at a stamp. */
  static long of(Name name, long hybridTime, int node) {
    long text = name.topic().text().hashCode();
    if (name instanceof ChannelName channel) {
      text = 31 * (31 * text + channel.text().hashCode()) + 1;
    }
    return mix(mix(mix(text) + hybridTime) + node);
  }

  /** Of a connection that identified then. */
  static long of(ProducerId producer, Stamp identifiedAt) {
    return mix(mix(producer.connection()) + identifiedAt.hybridTime());
  }

  /** Spreads every bit over all: the finalizer of SplitMix64. */
  static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
