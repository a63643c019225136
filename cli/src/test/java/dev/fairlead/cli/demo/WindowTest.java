package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.cli.stats.LatencyHistogram;
import dev.fairlead.cli.stats.RouteCounts;
import dev.fairlead.cli.stats.RouteKey;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WindowTest {
    private static final RouteKey KEY = new RouteKey("inbound", "webapp:7000", "GET /");

    private final Window window = new Window();

    @Test
    void isEmptyBeforeThereIsATime() {
        window.add(counted(5), 0);

        assertThat(window.rows()).isEmpty();
    }

    @Test
    void forgetsWhatIsOlderThanTenSeconds() {
        for (int second = 0; second <= 30; second++) {
            window.add(counted(second < 20 ? 1000L * second : 19_000 + second), nanos(second));
        }

        assertThat(window.rows()).hasSize(1);
        assertThat(window.rows().getFirst().requests()).isEqualTo(10);
        assertThat(window.rows().getFirst().rps()).isEqualTo(1);
    }

    private static long nanos(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static RouteSnapshot counted(long requests) {
        RouteCounts counts = new RouteCounts(requests, requests, 0, LatencyHistogram.EMPTY);
        return new RouteSnapshot(new TreeMap<>(Map.of(KEY, counts)));
    }
}
