/**
 * What consumers and administrators see over HTTP.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Endpoints return a {@code Reply}</b>; decorators around them read parameters, bound
 *       bodies, render, log and map faults, so the table in {@code Routes} reads aloud.
 *   <li><b>Parameters are read from the raw query by our own rules</b> (Go's): Netty takes {@code
 *       ;} for a separator and forgives broken escapes where nsqlookupd answers {@code
 *       INVALID_REQUEST}.
 *   <li><b>Names are parsed here.</b> Reads of what is no name find nothing without asking.
 *   <li><b>Large bodies go out in slices, each when the one before was taken</b> ({@code Outflow}).
 *       Dropping a client that takes none needs {@code HttpServerConnection}, a class that Vert.x
 *       does not promise to keep: on an upgrade, {@code HostileConsumersIT} tells.
 *   <li><b>A rendered answer is kept with the published view</b> it was made from, and goes with
 *       it.
 * </ul>
 */
package io.github.vertxnsq.lookupd.http;
