package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.TopicName;
import io.github.vertxnsq.lookupd.registry.Watcher;
import io.vertx.core.eventbus.EventBus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who wants to know which answers changed, and what they have not been told yet. What changes while
 * one message is worked at makes one message to each of them. Belongs to the registry's thread.
 */
final class Followers implements Watcher {
  private final EventBus bus;
  private final Map<String, Set<String>> addressesByKey = new HashMap<>();
  private final Map<String, Set<String>> untoldByAddress = new HashMap<>();

  Followers(EventBus bus) {
    this.bus = bus;
  }

  void note(Interest interest) {
    if (interest.begins()) {
      addressesByKey
          .computeIfAbsent(interest.key(), key -> new HashSet<>())
          .add(interest.address());
    } else {
      addressesByKey.computeIfPresent(
          interest.key(),
          (key, addresses) -> {
            addresses.remove(interest.address());
            return addresses.isEmpty() ? null : addresses;
          });
    }
  }

  @Override
  public void topicChanged(TopicName topic) {
    changed(topic.text());
  }

  @Override
  public void topicsChanged() {
    changed(Publisher.TOPICS);
  }

  @Override
  public void nodesChanged() {
    changed(Publisher.NODES);
  }

  private void changed(String key) {
    for (String address : addressesByKey.getOrDefault(key, Set.of())) {
      untoldByAddress.computeIfAbsent(address, any -> new HashSet<>()).add(key);
    }
  }

  /** Tells what has changed; to be called when the outdated answers are down. */
  void tell() {
    if (!untoldByAddress.isEmpty()) {
      untoldByAddress.forEach(
          (address, keys) -> bus.send(address, Set.copyOf(keys), ByReferenceCodec.LOCAL));
      untoldByAddress.clear();
    }
  }
}
