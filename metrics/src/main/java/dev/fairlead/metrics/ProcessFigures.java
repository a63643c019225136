package dev.fairlead.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The figures of the process: what the platform knows, and on Linux what {@code /proc} tells
 * (proc(5)). A figure that cannot be had is left out.
 */
final class ProcessFigures {
    /** Where Linux describes the process that asks. */
    static final Path THIS_PROCESS = Path.of("/proc/self");

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_KIB = 1024;

    /**
     * In a line of net/dev after the interface's name: received bytes and seven more, then
     * transmitted bytes.
     */
    private static final int TRANSMITTED = 8;

    private final Path folder;
    private Map<ProxyMeter, Double> last = Map.of();

    ProcessFigures(Path folder) {
        this.folder = folder;
    }

    /** Reads all figures anew. */
    Map<ProxyMeter, Double> read() {
        Map<ProxyMeter, Double> figures = new EnumMap<>(ProxyMeter.class);
        addTimes(figures);
        lines("status").forEach(line -> addStatus(figures, line));
        lines("limits").forEach(line -> addLimit(figures, line));
        addOpenFiles(figures);
        addNetwork(figures, lines("net/dev"));
        last = figures;
        return figures;
    }

    /** A figure as it was read last; not a number if it could not be had. */
    double last(ProxyMeter meter) {
        return last.getOrDefault(meter, Double.NaN);
    }

    private static void addTimes(Map<ProxyMeter, Double> figures) {
        ProcessHandle.Info info = ProcessHandle.current().info();
        Instant now = Instant.now();
        figures.put(ProxyMeter.PROCESS_CLOCK_TIME, seconds(Duration.between(Instant.EPOCH, now)));
        info.startInstant()
                .ifPresent(start -> {
                    Duration sinceEpoch = Duration.between(Instant.EPOCH, start);
                    figures.put(ProxyMeter.PROCESS_START_TIME, seconds(sinceEpoch));
                    figures.put(ProxyMeter.PROCESS_UPTIME, seconds(Duration.between(start, now)));
                });
        info.totalCpuDuration().ifPresent(cpu -> figures.put(ProxyMeter.PROCESS_CPU, seconds(cpu)));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / NANOS_PER_SECOND;
    }

    private static void addStatus(Map<ProxyMeter, Double> figures, String line) {
        List<String> words = words(line);
        if (words.size() < 2) {
            return;
        }
        switch (words.getFirst()) {
            case "VmSize:" -> figures.put(ProxyMeter.PROCESS_VIRTUAL_MEMORY, kib(words.get(1)));
            case "VmRSS:" -> figures.put(ProxyMeter.PROCESS_RESIDENT_MEMORY, kib(words.get(1)));
            case "Threads:" -> figures.put(ProxyMeter.PROCESS_THREADS, number(words.get(1)));
            default -> {
                // One of some fifty lines that no family shows.
            }
        }
    }

    private static void addLimit(Map<ProxyMeter, Double> figures, String line) {
        if (line.startsWith("Max open files")) {
            String soft = words(line).get(3);
            figures.put(
                    ProxyMeter.PROCESS_MAX_FDS,
                    soft.equals("unlimited") ? Double.POSITIVE_INFINITY : number(soft));
        }
    }

    private void addOpenFiles(Map<ProxyMeter, Double> figures) {
        try (Stream<Path> files = Files.list(folder.resolve("fd"))) {
            figures.put(ProxyMeter.PROCESS_OPEN_FDS, (double) files.count());
        } catch (IOException e) {
            figures.remove(ProxyMeter.PROCESS_OPEN_FDS);
        }
    }

    private static void addNetwork(Map<ProxyMeter, Double> figures, List<String> lines) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon >= 0) {
                List<String> numbers = words(line.substring(colon + 1));
                figures.merge(
                        ProxyMeter.PROCESS_NETWORK_RECEIVED,
                        number(numbers.getFirst()),
                        Double::sum);
                figures.merge(
                        ProxyMeter.PROCESS_NETWORK_TRANSMITTED,
                        number(numbers.get(TRANSMITTED)),
                        Double::sum);
            }
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(folder.resolve(file));
        } catch (IOException e) {
            return List.of(); // no Linux, or /proc is not mounted
        }
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }

    private static double kib(String number) {
        return number(number) * BYTES_PER_KIB;
    }

    private static double number(String digits) {
        return Double.parseDouble(digits);
    }
}
