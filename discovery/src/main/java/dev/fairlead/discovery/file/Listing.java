package dev.fairlead.discovery.file;

import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files that the paths of the sources stand for at one moment.
 *
 * @param files in order of precedence, none of them twice
 * @param problems directories that cannot be listed
 */
record Listing(List<Listed> files, List<Invalid> problems) {
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    Listing {
        files = List.copyOf(files);
        problems = List.copyOf(problems);
    }

    /**
     * A file to read.
     *
     * @param source position of the path that leads to it among the sources
     * @param named whether that path is the file's own rather than its directory's
     */
    record Listed(int source, Path path, boolean named) implements Comparable<Listed> {
        private static final Comparator<Listed> PRECEDENCE =
                Comparator.comparingInt(Listed::source).thenComparing(Listed::path);

        @Override
        public int compareTo(Listed other) {
            return PRECEDENCE.compare(this, other);
        }
    }

    /** Lists what is there. A path that is no directory stands for itself, there or not. */
    static Listing of(List<Path> sources) {
        var files = new ArrayList<Listed>();
        var problems = new ArrayList<Invalid>();
        for (int source = 0; source < sources.size(); source++) {
            Path path = sources.get(source);
            if (!Files.isDirectory(path)) {
                files.add(new Listed(source, path, true));
                continue;
            }
            try {
                addDirectory(source, path, files);
            } catch (NoSuchFileException e) {
                files.add(new Listed(source, path, true)); // deleted since the question above
            } catch (IOException e) {
                String problem = path + ": error: directory cannot be listed: " + e.getMessage();
                problems.add(new Invalid(path.toString(), problem));
            }
        }
        return new Listing(withoutRepeated(files), problems);
    }

    private static void addDirectory(int source, Path directory, List<Listed> files)
            throws IOException {
        var found = new ArrayList<Listed>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(directory, Listing::isProfileFile)) {
            entries.forEach(entry -> found.add(new Listed(source, entry, false)));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.naturalOrder());
        files.addAll(found);
    }

    /** Hidden names are links and directories of a ConfigMap's volume, or an editor's own files. */
    private static boolean isProfileFile(Path entry) {
        String name = entry.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static List<Listed> withoutRepeated(List<Listed> files) {
        Set<Path> seen = new HashSet<>();
        return files.stream()
                .filter(file -> seen.add(file.path().toAbsolutePath().normalize()))
                .toList();
    }
}
