package dev.fairlead.proxy;

import dev.fairlead.discovery.Discovery;
import dev.fairlead.discovery.DiscoveryStatus;
import dev.fairlead.metrics.ProxyMetrics;
import dev.fairlead.metrics.ScrapePage;
import dev.fairlead.proxy.admin.AdminSources;
import dev.fairlead.proxy.admin.MetricsPage;
import dev.fairlead.proxy.admin.Readiness;
import dev.fairlead.proxy.admin.RoutesPage;
import dev.fairlead.proxy.config.ConfigResult;
import dev.fairlead.proxy.config.LogLevels;
import dev.fairlead.proxy.exchange.RouteReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the admin pages show of a running proxy. */
record PageSources(
        ProxyMetrics metrics, Discovery discovery, RouteReport report, BooleanSupplier draining) {
    AdminSources sources(ConfigResult.Valid configuration, LogLevels logLevels, Runnable shutdown) {
        InvalidProfiles invalid = new InvalidProfiles(metrics);
        return new AdminSources(
                readiness(),
                new MetricsPage() {
                    @Override
                    public byte[] text() {
                        invalid.show(discovery.status().invalid());
                        return metrics.page().text();
                    }

                    @Override
                    public String contentType() {
                        return ScrapePage.CONTENT_TYPE;
                    }
                },
                routes(),
                configuration.report(),
                logLevels,
                configuration.config().process().shutdownEndpoint()
                        ? Optional.of(shutdown)
                        : Optional.empty());
    }

    private Readiness readiness() {
        return new Readiness() {
            @Override
            public boolean ready() {
                return !draining.getAsBoolean() && discovery.status().ready();
            }

            @Override
            public List<String> reasons() {
                List<String> reasons = new ArrayList<>();
                DiscoveryStatus status = discovery.status();
                if (draining.getAsBoolean()) {
                    reasons.add("draining");
                }
                if (!status.ready()) {
                    reasons.add("profiles are not read yet");
                }
                status.invalid().forEach(invalid -> reasons.add(invalid.problem()));
                return reasons;
            }
        };
    }

    private RoutesPage routes() {
        return new RoutesPage() {
            @Override
            public List<Profile> profiles() {
                return report.services().stream().map(PageSources::profile).toList();
            }

            @Override
            public List<Invalid> invalid() {
                return discovery.status().invalid().stream()
                        .map(problem -> new Invalid(problem.source(), problem.problem()))
                        .toList();
            }
        };
    }

    private static RoutesPage.Profile profile(RouteReport.Service service) {
        return new RoutesPage.Profile(
                service.direction(),
                service.service(),
                service.namespace(),
                service.source(),
                service.overrides().stream()
                        .map(override ->
                                new RoutesPage.Target(override.authority(), override.weight()))
                        .toList(),
                service.routes().stream()
                        .map(row ->
                                new RoutesPage.Route(
                                        row.name(),
                                        row.requests(),
                                        row.successes(),
                                        row.failures()))
                        .toList());
    }
}
