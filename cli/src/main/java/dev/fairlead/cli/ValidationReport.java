package dev.fairlead.cli;

import dev.fairlead.route.read.Problem;
import dev.fairlead.route.read.ProfileReader;
import dev.fairlead.route.read.Reading;
import dev.fairlead.route.read.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is wrong with a set of files.
 *
 * @param files how many were asked for or found in directories
 * @param profiles how many can be applied
 * @param problems by file, then by position
 */
record ValidationReport(int files, int profiles, List<Problem> problems) {
    private static final String STDIN = "-";

    ValidationReport {
        problems = List.copyOf(problems);
    }

    /** Reads files, directories (their {@code .yaml}, {@code .yml} and {@code .json}), stdin. */
    static ValidationReport of(List<String> names, InputStream stdin) {
        int files = 0;
        int profiles = 0;
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            for (Reading reading : readAll(name, stdin)) {
                files++;
                profiles += reading.documents().size();
                problems.addAll(reading.problems());
            }
        }
        return new ValidationReport(files, profiles, problems);
    }

    long count(Severity severity) {
        return problems.stream().filter(problem -> problem.severity() == severity).count();
    }

    /** {@code 2 files, 1 profile: 5 errors, 1 warning}. */
    String summary() {
        return "%s, %s: %s, %s"
                .formatted(
                        counted(files, "file"),
                        counted(profiles, "usable profile"),
                        counted(count(Severity.ERROR), "error"),
                        counted(count(Severity.WARNING), "warning"));
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static List<Reading> readAll(String name, InputStream stdin) {
        Path path = Path.of(name);
        if (name.equals(STDIN) || !Files.isDirectory(path)) {
            return List.of(read(name, stdin));
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<Reading> readings =
                    entries.filter(ValidationReport::isProfileFile)
                            .sorted()
                            .map(file -> read(file.toString(), stdin))
                            .toList();
            return readings.isEmpty()
                    ? List.of(unreadable(name, "no YAML or JSON file"))
                    : readings;
        } catch (IOException e) {
            return List.of(unreadable(name, reason(e)));
        }
    }

    private static boolean isProfileFile(Path file) {
        return file.getFileName().toString().matches("[^.].*\\.(yaml|yml|json)")
                && Files.isRegularFile(file);
    }

    private static Reading read(String name, InputStream stdin) {
        try {
            boolean fromStdin = name.equals(STDIN);
            byte[] bytes = fromStdin ? stdin.readAllBytes() : Files.readAllBytes(Path.of(name));
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return ProfileReader.read(fromStdin ? "<stdin>" : name, text);
        } catch (IOException e) {
            return unreadable(name, reason(e));
        }
    }

    private static Reading unreadable(String name, String text) {
        Problem problem = new Problem(Severity.ERROR, name, 1, 1, "", text);
        return new Reading(List.of(), List.of(problem));
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "may not be read";
            case CharacterCodingException _ -> "is not UTF-8 text";
            default -> "cannot be read: " + e.getMessage();
        };
    }
}
