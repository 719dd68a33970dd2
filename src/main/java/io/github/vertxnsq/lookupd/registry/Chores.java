package io.github.vertxnsq.lookupd.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * What follows from changes and grows with what one producer or one topic holds. The changes
 * themselves are made at once and show in every answer at once; only telling of them and taking out
 * what is dead is put off to here, and done bit by bit, so that nobody waits for all of it.
 *
 * <p>Announcements come first: somebody may wait for them. Both are done in the order in which they
 * came up.
 */
final class Chores {
  private final Deque<Announcement> announcements = new ArrayDeque<>();
  private final Deque<Unlinking> unlinkings = new ArrayDeque<>();
  private long lastAnnouncement;

  /** Tells, later, that whatever the node holds may be listed differently. */
  void announce(Node node, Consumer<TopicName> topicChanged) {
    lastAnnouncement++;
    if (!node.awaitsAnnouncement()) {
      node.awaitAnnouncement(true);
      announcements.add(new Announcement(lastAnnouncement, node, topicChanged));
    } // else the one that has not begun will see this change too
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
    return announcements.isEmpty() && unlinkings.isEmpty();
  }

  /** Does some of what there is to do; a step is about one registration. */
  void work(int steps) {
    int left = steps;
    while (left > 0 && !announcements.isEmpty()) {
      left = announcements.peek().work(left);
      if (left > 0) {
        announcements.remove();
      }
    }
    while (left > 0 && !unlinkings.isEmpty()) {
      left = unlinkings.peek().work(left);
      if (left > 0) {
        unlinkings.remove();
      }
    }
  }

  /** Goes through what the node's producers held when it began. What comes later tells itself. */
  private static final class Announcement {
    private final long number;
    private final Node node;
    private final Consumer<TopicName> topicChanged;
    private Iterator<Producer> producers;
    private Registration[] held = {};
    private int next;

    Announcement(long number, Node node, Consumer<TopicName> topicChanged) {
      this.number = number;
      this.node = node;
      this.topicChanged = topicChanged;
    }

    /** Returns how many steps are left over; none while it is not done. */
    int work(int steps) {
      if (producers == null) {
        node.awaitAnnouncement(false);
        producers = new ArrayDeque<>(node.producers()).iterator();
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

  private record Unlinking(Iterator<Registration> dead, Consumer<Registration> unlink) {
    int work(int steps) {
      int left = steps;
      while (left > 0 && dead.hasNext()) {
        unlink.accept(dead.next());
        left--;
      }
      return left;
    }
  }
}
