/**
 * What the web console is served by: its files, and what its pages ask for besides the API. None of
 * these classes is loaded with {@code -ui=false}.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Nothing is read, kept or sampled until somebody looks.</b> The files are read from the
 *       class path at the first request, and compressed once; samples are taken while somebody
 *       listens, one for all listeners of an instance.
 *   <li><b>The files are open, what they show is not</b>: a page that needs a token must come up to
 *       ask for it.
 *   <li><b>Files have the hash of all of them in their path</b>, so browsers keep them for good,
 *       and never mix those of two versions.
 *   <li><b>Libraries come from their webjars</b>, and are altered as little as a browser without
 *       import maps wants (an inline one would need {@code unsafe-inline}).
 *   <li><b>A listener that does not read holds one event at most</b>; what it missed is not sent
 *       later, since every event replaces the one before.
 * </ul>
 */
package io.github.vertxnsq.lookupd.http.console;
