package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.stats.LatencyHistogram;
import dev.fairlead.cli.stats.RetryCounts;
import dev.fairlead.cli.stats.RouteCounts;
import dev.fairlead.cli.stats.RouteKey;
import dev.fairlead.cli.stats.RouteSnapshot;
import dev.fairlead.cli.stats.Tally;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WindowTest {
    private static final RouteKey KEY = new RouteKey("outbound", "books:7000", "/Get");

    private final Window window = new Window();

    @Test
    void isEmptyBeforeThereIsATime() {
        window.add(counted(5), 0);

        assertThat(window.act().rows()).isEmpty();
    }

    @Test
    void forgetsWhatIsOlderThanTenSeconds() {
        for (int second = 0; second <= 30; second++) {
            window.add(counted(second < 20 ? 1000L * second : 19_000 + second), nanos(second));
        }

        assertThat(window.act().rows()).hasSize(1);
        assertThat(window.act().counted().counts(KEY).effective().requests()).isEqualTo(10);
        assertThat(window.act().time()).isEqualTo(Duration.ofSeconds(10));
    }

    private static long nanos(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static RouteSnapshot counted(long requests) {
        RouteCounts counts =
                new RouteCounts(
                        new Tally(requests, requests, 0, 0),
                        Tally.NONE,
                        LatencyHistogram.EMPTY,
                        RetryCounts.NONE);
        return new RouteSnapshot(new TreeMap<>(Map.of(KEY, counts)));
    }
}
