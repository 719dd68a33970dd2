package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.events.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells which daemons of the cluster came and went. One that has not said who it is yet is not told
 * of. Belongs to the registry's thread.
 */
final class MemberNews {
  /** Between two looks; this is called for every change there is. */
  private static final long PAUSE_MILLIS = 200;

  private final Peers peers;
  private final Consumer<Event> teller;
  private Map<String, ClusterView.Member> known = Map.of();
  private long lookedMillis;

  MemberNews(Peers peers, Consumer<Event> teller) {
    this.peers = peers;
    this.teller = teller;
  }

  /** Takes those who are there for granted. */
  void begin() {
    known = present();
  }

  /** Tells who came and went since, unless that was asked just before. */
  void tell(long nowMillis) {
    if (Math.abs(nowMillis - lookedMillis) < PAUSE_MILLIS) {
      return;
    }
    lookedMillis = nowMillis;
    Map<String, ClusterView.Member> now = present();
    if (!now.equals(known)) {
      Map<String, ClusterView.Member> gone = new HashMap<>(known);
      now.forEach(
          (name, member) -> {
            ClusterView.Member before = gone.remove(name);
            if (before == null) {
              tell(member, true);
            }
          });
      gone.values().forEach(member -> tell(member, false));
      known = now;
    }
  }

  private void tell(ClusterView.Member member, boolean isThere) {
    teller.accept(new Event.Member(member.name(), member.number(), member.address(), isThere));
  }

  /** By what tells two starts of a daemon apart. */
  private Map<String, ClusterView.Member> present() {
    return peers.members().stream()
        .filter(member -> member.number() != 0 && member.present())
        .collect(Collectors.toMap(member -> member.number() + "@" + member.address(), it -> it));
  }
}
