package dev.fairlead.proxy.config;

import java.time.Duration;

/**
 * Idle HTTP/1 connections to endpoints.
 *
 * @param maxIdlePerEndpoint how many are kept for one endpoint, from 0
 * @param idleTimeout how long one is kept
 */
public record PoolConfig(int maxIdlePerEndpoint, Duration idleTimeout) {
    public PoolConfig {
        Check.atLeast("maxIdlePerEndpoint", maxIdlePerEndpoint, 0);
        Check.notNegative("idleTimeout", idleTimeout);
    }
}
