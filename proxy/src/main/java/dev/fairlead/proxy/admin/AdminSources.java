package dev.fairlead.proxy.admin;

import dev.fairlead.proxy.config.EnvironmentReport;
import dev.fairlead.proxy.config.LogLevels;
import java.util.Optional;

/**
 * Where the pages get what they show.
 *
 * @param readiness for {@code /ready}
 * @param metrics for {@code /metrics}
 * @param routes for {@code /routes.json}
 * @param environment for {@code /env.json}
 * @param logLevels for {@code /proxy-log-level}
 * @param shutdown what {@code POST /shutdown} runs; empty when that is not enabled. It must return
 *     at once and may run more than once
 */
public record AdminSources(
        Readiness readiness,
        MetricsPage metrics,
        RoutesPage routes,
        EnvironmentReport environment,
        LogLevels logLevels,
        Optional<Runnable> shutdown) {}
