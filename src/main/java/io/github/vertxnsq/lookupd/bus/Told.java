package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.events.Entry;
import io.github.vertxnsq.lookupd.registry.Shown;
import java.util.List;

/**
 * Some events, one after the other. Immutable.
 *
 * @param log which they are of
 * @param first number of the first, or of the next one if there are none
 */
public record Told(String log, long first, List<Shown<Entry>> entries) {}
