/**
 * What systemd is told by sd_notify, so that {@code Type=notify} and {@code WatchdogSec} mean
 * something.
 *
 * <p>{@link io.github.vertxnsq.lookupd.systemd.Supervisor} says it, {@code NotifySocket} sends it.
 *
 * <p>Decisions:
 *
 * <ul>
 *   <li><b>Netty's native transport sends.</b> systemd listens at a datagram socket of the family
 *       AF_UNIX, which the JDK does not have. Rejected: running {@code systemd-notify}, whose
 *       messages come from another process than the service's, and so count with {@code
 *       NotifyAccess=all} only.
 *   <li><b>Without NOTIFY_SOCKET nothing of that is loaded</b>: who starts the daemon otherwise
 *       needs no native library, nor a folder where one can be unpacked and loaded.
 *   <li><b>The registry answers the watchdog</b>, not a timer by itself: a process of which only
 *       the timers are alive is of no use to anybody.
 * </ul>
 */
package io.github.vertxnsq.lookupd.systemd;
