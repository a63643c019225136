package dev.fairlead.proxy.config;

import java.time.Duration;

/**
 * What waits while no endpoint is ready.
 *
 * @param capacity how many may wait for one destination, from 1
 * @param failfastTimeout how long nothing may be ready before everything that waits fails and what
 *     arrives is refused at once
 */
public record QueueConfig(int capacity, Duration failfastTimeout) {
    public QueueConfig {
        Check.atLeast("capacity", capacity, 1);
        Check.notNegative("failfastTimeout", failfastTimeout);
    }
}
