package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory of a process, as the kernel counts it (proc(5), {@code status}). */
final class ProcessMemory {
    private static final String PEAK = "VmHWM:";
    private static final String KIB = " kB";

    private ProcessMemory() {}

    /** The most that was ever resident, in bytes. */
    static long peak(Program program) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + program.pid() + "/status"))) {
            String line = lines.filter(text -> text.startsWith(PEAK)).findFirst().orElseThrow();
            String number = line.substring(PEAK.length(), line.length() - KIB.length()).strip();
            return Long.parseLong(number) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
