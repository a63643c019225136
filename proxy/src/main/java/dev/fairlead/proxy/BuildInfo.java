package dev.fairlead.proxy;

import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.metrics.ProxyMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * Which build this is, as Maven wrote it into {@code build.properties}.
 *
 * @param date of the build's inputs, as of the reproducible jars
 * @param revision of the sources; {@code unknown} where the build did not say
 * @param version of the project
 */
record BuildInfo(String date, String revision, String version) {
    private static final String RESOURCE = "build.properties";

    static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(
                        RESOURCE + ": missing (expected: beside the class)");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                properties.getProperty("date", ""),
                properties.getProperty("revision", ""),
                properties.getProperty("version", ""));
    }

    /** Puts {@code proxy_build_info} on the page, for as long as the process lives. */
    void show(ProxyMetrics metrics) {
        var _ =
                metrics.gauge(
                        ProxyMeter.PROXY_BUILD_INFO,
                        List.of(date, revision, "release", "fairlead", version),
                        () -> 1);
    }
}
