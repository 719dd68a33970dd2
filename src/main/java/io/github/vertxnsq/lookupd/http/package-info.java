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
 *   <li><b>Nothing is asked that was not asked for.</b> {@code Admission} wraps an endpoint only
 *       where the settings want a proof or TLS; without them a lookup takes the same steps as ever.
 *   <li><b>Every POST is audited</b> ({@code AuditLog}), also what was refused, also without
 *       tokens, and at any level of the log. Its line is never lost to a log that is too slow: room
 *       for it is taken before anything is changed, and without room nothing is. Rejected: to wait
 *       for the line to be written, which has every order wait for a disk; and to write it from the
 *       event loop, which a full pipe would hold up for ever.
 *   <li><b>Pages of other sites are refused before anything is routed</b> ({@code SiteCheck}), so
 *       that no path can be forgotten; whether a proof is one that a browser gives for any page is
 *       only known after {@code Admission} has found it.
 *   <li><b>Who rests makes room</b> ({@code OpenConnections}): when there are too many connections,
 *       a newcomer is worth more than one for which nothing is done. That is kept for all event
 *       loops together, or those who rest on one would keep out who comes to another; and it is
 *       brought up to date by the sweep over all connections and by the first request after a rest,
 *       so that a client that asks on and on costs nothing.
 *   <li><b>Names are parsed here.</b> Reads of what is no name find nothing without asking.
 *   <li><b>Large bodies go out in slices, each when the one before was taken</b> ({@code Outflow}).
 *   <li><b>Who does not get on is dropped</b> ({@code Progress}): Vert.x's idle time-out is put off
 *       by a byte now and then, and neither Vert.x nor Netty has one for a whole request, or bounds
 *       the number of headers. So Vert.x's decoder gives way to one derived from it ({@code
 *       RequestDecoder}). That and {@code HttpServerConnection} are classes that Vert.x does not
 *       promise to keep: on an upgrade, {@code SlowClientsIT} and {@code UnfinishedInputIT} tell.
 *       One sweep looks at all connections of a loop, since a timer each would cost every request.
 *   <li><b>The next request is begun when the answer before has left</b> ({@code RequestDecoder}):
 *       else a client that asks a thousand times at once and reads nothing has a thousand answers
 *       made. That is asked where the next request would be decoded, and so costs nothing to those
 *       who wait for their answers. Rejected: a handler of Netty's that keeps requests back, which
 *       would cost each message two calls, and keep objects of what is few bytes.
 *   <li><b>Names of headers are spelled where they are written</b> ({@code ResponseEncoder}), since
 *       Vert.x sets some itself, in lower case, and answers some requests without asking us.
 *       Rejected: to set each name as it should be, which those would escape.
 *   <li><b>A bare line feed counts in a request's head, never in chunks</b> ({@code HeadLines}):
 *       the lines of such a head are given to Netty, which is strict everywhere, with their ends as
 *       it wants them. Rejected: Netty's own leniency, which holds for trailers as well.
 *   <li><b>Nothing is held that has something behind it</b> ({@code Pipelined}). While much waits,
 *       the connection is not read from, and nobody sees that the client is gone.
 *   <li><b>A connection says what memory it takes</b> ({@code Progress}), as objects and buffers,
 *       when that changes and is more than nothing.
 *   <li><b>What can be left out comes to us</b>: an {@code Annex} is given the doors to let itself
 *       in by, with the checks that each has, so nothing here names it and its classes are not
 *       loaded where it is off.
 *   <li><b>A producer is rendered once, an answer each time</b>: it is put together from the bytes
 *       of its producers ({@code ProducersJson}), which takes a few microseconds. Keeping the
 *       answers of all topics takes megabytes, and those of some topics are worth nothing to
 *       consumers that ask for all of them in turn. Only long answers are kept, with the view they
 *       were made from: many clients that take them slowly then hold on to one.
 * </ul>
 */
package io.github.vertxnsq.lookupd.http;
