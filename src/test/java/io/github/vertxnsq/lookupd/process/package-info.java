/** The daemon, and other programs, as child processes of a test. */
package io.github.vertxnsq.lookupd.process;
