package io.github.vertxnsq.lookupd.bus;

import java.time.Duration;

/** From now on these times apply. */
record Times(Duration inactiveProducerTimeout, Duration tombstoneLifetime) {}
