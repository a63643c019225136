package dev.fairlead.proxy.config;

import java.time.Duration;

/**
 * What concerns the process as a whole.
 *
 * @param loops event loops, from 1
 * @param shutdownGrace how long exchanges in flight may take to finish once the proxy was told to
 *     stop
 * @param shutdownEndpoint whether {@code POST /shutdown} stops the proxy
 * @param metricsRetainIdle how long a series that nothing uses stays on the scrape page
 * @param profileTimeout how long the first request to a destination waits for its profile
 * @param retryBodyMemoryBytes how much of request bodies is kept for retries at a time, from 0
 */
public record ProcessConfig(
        int loops,
        Duration shutdownGrace,
        boolean shutdownEndpoint,
        Duration metricsRetainIdle,
        Duration profileTimeout,
        long retryBodyMemoryBytes) {
    public ProcessConfig {
        Check.atLeast("loops", loops, 1);
        Check.notNegative("shutdownGrace", shutdownGrace);
        Check.notNegative("metricsRetainIdle", metricsRetainIdle);
        Check.notNegative("profileTimeout", profileTimeout);
        Check.atLeast("retryBodyMemoryBytes", retryBodyMemoryBytes, 0);
    }
}
