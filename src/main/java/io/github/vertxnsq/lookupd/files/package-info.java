/**
 * Files beside the configuration: certificates, keys, tokens. They are read at the start and
 * followed from then on.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>The content is looked at, every few seconds</b> ({@link
 *       io.github.vertxnsq.lookupd.files.FollowedFiles}). Kubernetes replaces the files of a Secret
 *       through symbolic links, which file events miss and times of change do not tell.
 *   <li><b>Reading is bounded in size and time</b> ({@link
 *       io.github.vertxnsq.lookupd.files.BoundedFile}), also of the configuration: a path may lead
 *       to a pipe, a device or a network that hangs.
 *   <li><b>Files that belong together are read together</b>: a certificate without its key is
 *       nothing.
 *   <li><b>What cannot be used is fatal at the start and harmless later</b>, as with the
 *       configuration: what was read before stays in force, and one line says why.
 * </ul>
 */
package io.github.vertxnsq.lookupd.files;
