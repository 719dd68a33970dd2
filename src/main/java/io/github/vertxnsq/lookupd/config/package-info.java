/**
 * What the daemon is told: on the command line, in the environment, in a TOML file.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>One list</b> ({@link io.github.vertxnsq.lookupd.config.Settings}) from which flags,
 *       keys, variables, usage, defaults and what may change while running all follow. A setting
 *       that is added there is complete.
 *   <li><b>Texts until the end.</b> Sources are merged as they are written and read into types only
 *       when it is known which of them counts, as in the reference: a flag hides a mistake in the
 *       file. The one difference between sources, a bare integer in TOML that means milliseconds,
 *       is kept by the type of the merged JSON value.
 *   <li><b>A flag package of our own</b> ({@link io.github.vertxnsq.lookupd.config.CommandLine}):
 *       no Java parser at hand takes Go's {@code -tcp-address=…} without giving single-dash names a
 *       meaning of their own, and Go's rules fit on a page.
 *   <li><b>vertx-config merges and watches</b> ({@link
 *       io.github.vertxnsq.lookupd.config.ConfigLoader}), by polling: a Kubernetes ConfigMap is
 *       replaced through symbolic links, which file events miss. Its environment store is not used,
 *       because it cannot be given an environment, and reads {@code 60} as a number where the
 *       reference wants a text.
 *   <li><b>A broken file is fatal at the start and harmless later</b>: nobody expects an edit to
 *       take down a running daemon.
 *   <li><b>Kubernetes' variables are not ours.</b> A service named nsqlookupd gives every container
 *       {@code NSQLOOKUPD_PORT=tcp://…} and the like. Names that are not in the table are ignored,
 *       and so is any value of that form.
 *   <li><b>Nor are clients' variables.</b> Where a variable says where to listen, what this machine
 *       cannot listen at ({@link io.github.vertxnsq.lookupd.config.Environment} tries) is what
 *       somebody else is to connect to, and is ignored with a warning.
 *   <li><b>Empty means unset</b>, in every source, and the next one counts: templates leave empty
 *       what they have no value for. So what the file sets cannot be turned off by an empty flag,
 *       and a variable that was forgotten never turns off {@code auth_token_file}.
 * </ul>
 */
package io.github.vertxnsq.lookupd.config;
