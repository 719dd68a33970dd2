/** Texts read as Go's standard library reads them, since nsqlookupd's users write them for it. */
package io.github.vertxnsq.lookupd.golang;
