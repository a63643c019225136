package dev.fairlead.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree under test. */
final class Checkout {
    /** The folder that holds the reactor. */
    static final Path ROOT = Path.of(System.getProperty("basedir", "src/e2e"), "../..").normalize();

    private Checkout() {}

    /** The manual's pages in order of name, then the README. */
    static List<Path> pages() {
        try (Stream<Path> manual = Files.walk(ROOT.resolve("src/site"))) {
            Stream<Path> pages = manual.filter(page -> page.toString().endsWith(".md")).sorted();
            return Stream.concat(pages, Stream.of(ROOT.resolve("README.md"))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
