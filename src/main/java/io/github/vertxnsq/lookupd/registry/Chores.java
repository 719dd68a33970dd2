package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What follows from changes and grows with what one producer or one topic holds. The changes
 * themselves are made at once and show in every answer at once; only telling of them and taking out
 * what is dead is put off to here, and done bit by bit, so that nobody waits for all of it.
 *
 * <p>Announcements come first, and of them those first that somebody may wait for. Each kind is
 * done in the order in which it came up.
 */
final class Chores {
  private final Deque<Announcement> announcements = new ArrayDeque<>();

  /** Nobody waits for any of these. */
  private final Deque<Announcement> leisurely = new ArrayDeque<>();

  /** Those of which one of these has not begun. */
  private final Set<Node> atLeisure = new HashSet<>();

  private final Deque<Unlinking> unlinkings = new ArrayDeque<>();
  private long lastAnnouncement;

  /** Tells, later, that whatever the node holds may be listed differently. */
  void announce(Node node, Consumer<TopicName> topicChanged) {
    lastAnnouncement++;
    if (!node.awaitsAnnouncement()) {
      node.awaitAnnouncement(true);
      announcements.add(
          new Announcement(
              lastAnnouncement,
              () -> {
                node.awaitAnnouncement(false);
                return List.copyOf(node.producers());
              },
              topicChanged));
    } // else the one that has not begun will see this change too
  }

  /** Tells, later, that whatever the producer holds may be listed differently. */
  void announce(Producer producer, Consumer<TopicName> topicChanged) {
    lastAnnouncement++;
    if (!producer.node.awaitsAnnouncement() && !producer.awaitsAnnouncement()) {
      producer.awaitAnnouncement(true);
      announcements.add(
          new Announcement(
              lastAnnouncement,
              () -> {
                producer.awaitAnnouncement(false);
                return List.of(producer);
              },
              topicChanged));
    } // else one that has not begun will see this change too
  }

  /** As {@link #announce(Node, Consumer)}, but nobody waits for it. */
  void announceAtLeisure(Node node, Consumer<TopicName> topicChanged) {
    if (atLeisure.add(node)) {
      leisurely.add(
          new Announcement(
              lastAnnouncement,
              () -> {
                atLeisure.remove(node);
                return List.copyOf(node.producers());
              },
              topicChanged));
    }
  }

  /** Takes out, later, registrations of what is gone; nothing may alter them any more. */
  void unlink(RegistrationList registrations, Consumer<Registration> unlink) {
    if (!registrations.isEmpty()) {
      unlinkings.add(new Unlinking(registrations.iterator(), unlink));
    }
  }

  /** Number of the last announcement that came up; 0 before the first. */
  long lastAnnouncement() {
    return lastAnnouncement;
  }

  /** Whether that announcement and all before it have been made. */
  boolean isAnnounced(long number) {
    return announcements.isEmpty() || announcements.peek().number > number;
  }

  boolean isEmpty() {
    return announcements.isEmpty() && leisurely.isEmpty() && unlinkings.isEmpty();
  }

  /** Does some of what there is to do; a step is about one registration. */
  void work(int steps) {
    work(unlinkings, work(leisurely, work(announcements, steps)));
  }

  /** Returns how many steps are left over; none while not all is done. */
  private static int work(Deque<? extends Chore> chores, int steps) {
    int left = steps;
    while (left > 0 && !chores.isEmpty()) {
      left = chores.peek().work(left);
      if (left > 0) {
        chores.remove();
      }
    }
    return left;
  }

  private interface Chore {
    /** Returns how many steps are left over; none while it is not done. */
    int work(int steps);
  }

  /** Goes through what producers held when it began. What comes later tells itself. */
  private static final class Announcement implements Chore {
    private final long number;
    private final Supplier<List<Producer>> whose;
    private final Consumer<TopicName> topicChanged;
    private Iterator<Producer> producers;
    private Registration[] held = {};
    private int next;

    /**
     * @param whose is asked once, when it begins
     */
    Announcement(long number, Supplier<List<Producer>> whose, Consumer<TopicName> topicChanged) {
      this.number = number;
      this.whose = whose;
      this.topicChanged = topicChanged;
    }

    @Override
    public int work(int steps) {
      if (producers == null) {
        producers = whose.get().iterator();
      }
      for (int left = steps; left > 0; left--) {
        if (next < held.length) {
          topicChanged.accept(held[next++].subject.name().topic());
        } else if (producers.hasNext()) {
          held = producers.next().registrations.toArray();
          next = 0;
        } else {
          return left;
        }
      }
      return 0;
    }
  }

  private record Unlinking(Iterator<Registration> dead, Consumer<Registration> unlink)
      implements Chore {
    @Override
    public int work(int steps) {
      int left = steps;
      while (left > 0 && dead.hasNext()) {
        unlink.accept(dead.next());
        left--;
      }
      return left;
    }
  }
}
