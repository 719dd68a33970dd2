package io.github.vertxnsq.lookupd.wire;

import io.github.vertxnsq.lookupd.limits.ClientMemory;
import io.github.vertxnsq.lookupd.limits.Limit;
import java.time.Duration;

/**
 * What one connection may take, and how many there may be.
 *
 * @param maxLineBytes of one command, without its line feed
 * @param maxIdentifyBytes of IDENTIFY's body
 * @param memory of which each connection has its shares
 * @param maxPendingAnswers commands read and not answered; above it no more is read
 * @param connections above it new ones are closed at once
 * @param connectionsPerAddress above it new ones of the address are told so, and closed
 * @param identifyTimeout how long a connection may take to IDENTIFY or PING
 */
public record Limits(
    int maxLineBytes,
    int maxIdentifyBytes,
    ClientMemory memory,
    int maxPendingAnswers,
    Limit connections,
    Limit connectionsPerAddress,
    Duration identifyTimeout) {}
