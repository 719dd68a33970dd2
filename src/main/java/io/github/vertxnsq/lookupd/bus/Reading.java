package io.github.vertxnsq.lookupd.bus;

import io.github.vertxnsq.lookupd.registry.Query;

/**
 * A reader found nothing published that answers this: it wants what is published from now on, as
 * {@link Published}, so that all who ask at a time share one rendering. A {@link Query.Momentary}
 * is answered as it is.
 */
record Reading(Query<?> query) {}
