/** What strangers may do to a daemon without its producers and consumers noticing. */
package io.github.vertxnsq.lookupd.hostile;
