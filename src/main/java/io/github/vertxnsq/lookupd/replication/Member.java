package io.github.vertxnsq.lookupd.replication;

/** Another daemon that is there, by what the cluster's engine and its own digests say. */
final class Member {
  /** As the engine names it. */
  final String id;

  /** Of its digests; null until the first. */
  private ReplicationMessage.Digest last;

  private long owed;

  /** It said goodbye: it is as good as gone. */
  private boolean leaving;

  /** When something was last heard of it; before that, when it came. */
  private long heardMillis;

  Member(String id, long nowMillis) {
    this.id = id;
    this.heardMillis = nowMillis;
  }

  long heardMillis() {
    return heardMillis;
  }

  void heard(long nowMillis) {
    heardMillis = nowMillis;
  }

  boolean hasSpoken() {
    return last != null;
  }

  ReplicationMessage.Digest lastDigest() {
    return last;
  }

  void spoke(ReplicationMessage.Digest digest) {
    last = digest;
  }

  /** Somebody there waits until its stream has been applied here up to that number. */
  void owes(long number) {
    owed = Math.max(owed, number);
  }

  /** Number up to which it waits for its stream to be applied here; 0 when it does not. */
  long owed() {
    return owed;
  }

  void isPaid() {
    owed = 0;
  }

  boolean isLeaving() {
    return leaving;
  }

  void leaves() {
    leaving = true;
  }
}
