package dev.fairlead.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * What Micrometer tells of the process and the virtual machine.
 *
 * <p>Made at the first scrape: a proxy that is starting has better things to load. Micrometer's own
 * binders are not used, as they bring names of their own and, for the garbage collector, a listener
 * that starts a thread. Belongs to the thread that scrapes.
 */
final class RuntimeMeters {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)
                    .throwExceptionOnRegistrationFailure();
    private final ProcessFigures process = new ProcessFigures(ProcessFigures.THIS_PROCESS);

    /** Micrometer holds the source of a counter weakly; this keeps it. */
    private final List<DoubleSupplier> sources = new ArrayList<>();

    RuntimeMeters() {
        process.read().keySet().forEach(meter -> add(meter, () -> process.last(meter)));
        new JvmFigures().addTo(this);
    }

    /** Adds a family of the catalogue, or one more label set of it. */
    void add(ProxyMeter meter, DoubleSupplier value, String... labelValues) {
        sources.add(value);
        Tags tags = tags(meter, labelValues);
        switch (meter.type()) {
            case GAUGE ->
                    Gauge.builder(meter.meterName(), value, DoubleSupplier::getAsDouble)
                            .description(meter.help())
                            .tags(tags)
                            .register(registry);
            case COUNTER ->
                    FunctionCounter.builder(meter.meterName(), value, DoubleSupplier::getAsDouble)
                            .description(meter.help())
                            .tags(tags)
                            .register(registry);
            case HISTOGRAM ->
                    throw new IllegalArgumentException(
                            "meter: " + meter + " (expected: gauge or counter)");
        }
    }

    void writeTo(OutputStream out) throws IOException {
        process.read();
        PrometheusTextFormatWriter.create()
                .write(out, registry.getPrometheusRegistry().scrape(), EscapingScheme.DEFAULT);
    }

    private static Tags tags(ProxyMeter meter, String... values) {
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            tags.add(Tag.of(meter.labels().get(i), values[i]));
        }
        return Tags.of(tags);
    }
}
