package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Command;
import java.util.List;

/**
 * Commands to be carried out in order.
 *
 * @param sentNanos {@link System#nanoTime} when it was sent
 */
record CommandBatch(List<Command> commands, long sentNanos) {}
