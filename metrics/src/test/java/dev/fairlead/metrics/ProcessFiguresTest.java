package dev.fairlead.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFiguresTest {
    @Test
    void readsWhatLinuxTells(@TempDir Path proc) throws IOException {
        fill(proc);
        ProcessFigures figures = new ProcessFigures(proc);

        figures.read();

        assertThat(figures.last(ProxyMeter.PROCESS_VIRTUAL_MEMORY)).isEqualTo(2048 * 1024);
        assertThat(figures.last(ProxyMeter.PROCESS_RESIDENT_MEMORY)).isEqualTo(1024 * 1024);
        assertThat(figures.last(ProxyMeter.PROCESS_THREADS)).isEqualTo(17);
        assertThat(figures.last(ProxyMeter.PROCESS_MAX_FDS)).isEqualTo(1024);
        assertThat(figures.last(ProxyMeter.PROCESS_OPEN_FDS)).isEqualTo(2);
        assertThat(figures.last(ProxyMeter.PROCESS_NETWORK_RECEIVED)).isEqualTo(110);
        assertThat(figures.last(ProxyMeter.PROCESS_NETWORK_TRANSMITTED)).isEqualTo(220);
    }

    @Test
    void takesNoLimitForInfinity(@TempDir Path proc) throws IOException {
        Files.writeString(
                proc.resolve("limits"), "Max open files   unlimited   unlimited   files\n");
        ProcessFigures figures = new ProcessFigures(proc);

        figures.read();

        assertThat(figures.last(ProxyMeter.PROCESS_MAX_FDS)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void leavesOutWhatThePlatformDoesNotTell(@TempDir Path nothing) {
        assertThat(new ProcessFigures(nothing).read())
                .containsKeys(ProxyMeter.PROCESS_CLOCK_TIME)
                .doesNotContainKeys(
                        ProxyMeter.PROCESS_OPEN_FDS,
                        ProxyMeter.PROCESS_RESIDENT_MEMORY,
                        ProxyMeter.PROCESS_NETWORK_RECEIVED);
    }

    private static void fill(Path proc) throws IOException {
        Files.writeString(
                proc.resolve("status"),
                "Name:\tjava\nVmSize:\t  2048 kB\nVmRSS:\t    1024 kB\nThreads:\t17\nodd\n");
        Files.writeString(
                proc.resolve("limits"),
                "Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 524288               files\n");
        Files.createDirectories(proc.resolve("fd"));
        Files.writeString(proc.resolve("fd/0"), "");
        Files.writeString(proc.resolve("fd/1"), "");
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(
                proc.resolve("net/dev"),
                "Inter-|   Receive                     |  Transmit\n face |bytes packets\n    lo: 10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0\n  eth0:100 1 0 0 0 0 0 0 200 1 0 0 0 0 0 0\n");
    }
}
