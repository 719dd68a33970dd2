/** The Debian package: what is in it, and that it can be installed, run and taken away again. */
package io.github.vertxnsq.lookupd.debian;
