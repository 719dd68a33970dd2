package io.github.vertxnsq.lookupd.http;

import java.util.function.Supplier;

/**
 * What an answer consists of, before it is rendered. Immutable, and safe for use by several
 * threads.
 *
 * @param elements about how many names, numbers and records are in it: rendering takes a tenth of a
 *     microsecond for each, or a few microseconds
 * @param heapBytes how much it takes on the heap, without what the registry holds as well
 * @param rendering begins to render it; the same bytes come out each time
 */
public record Content(int elements, long heapBytes, Supplier<Cursor> rendering) {}
