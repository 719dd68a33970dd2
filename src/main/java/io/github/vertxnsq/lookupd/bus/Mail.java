package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Command;
import java.util.List;

/**
 * Batches of commands, each to be carried out in order, that came together. Each is answered for
 * itself: one may have to wait.
 *
 * @param sentNanos {@link System#nanoTime} when it was sent
 */
record Mail(List<List<Command>> batches, long sentNanos) {}
