/**
 * Texts read and written as Go's standard library does it, since nsqlookupd's users write them for
 * it, and read what it writes.
 */
package io.github.vertxnsq.lookupd.golang;
