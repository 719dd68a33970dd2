/**
 * The console in a real browser: Debian's Chromium, driven by Playwright, at daemons that are the
 * jar, with producers that are connections. What it looked like is in {@code target/screenshots}.
 */
package io.github.vertxnsq.lookupd.console;
