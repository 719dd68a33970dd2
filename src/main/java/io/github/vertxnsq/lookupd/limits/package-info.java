/**
 * How many of everything there may be, and what is said when that is reached.
 *
 * <p>Decision: <b>a limit does not decide</b>. Whoever counts asks it, refuses in the words of its
 * own protocol, and tells it of the hit; it counts those and puts them in the log. So the registry
 * needs nothing of it but numbers.
 */
package io.github.vertxnsq.lookupd.limits;
