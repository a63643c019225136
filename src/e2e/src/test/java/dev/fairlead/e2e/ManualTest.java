package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The manual says what the code does. With {@code -Dmanual.write} the reference tables are written
 * instead of compared.
 */
final class ManualTest {
    private static final Path MANUAL = Checkout.ROOT.resolve("src/site");
    private static final boolean WRITE = System.getProperty("manual.write") != null;
    private static final Pattern LINK = Pattern.compile("]\\((?<target>[^):#]+)(#[^)]*)?\\)");

    static Stream<ReferenceTable> tables() {
        return ReferenceTables.all().stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tableIsThatOfTheCode(ReferenceTable table) throws IOException {
        Path file = MANUAL.resolve(table.page());
        if (WRITE) {
            Files.writeString(file, table.writeInto(Checkout.read(file)));
        }

        String written = table.writtenIn(Checkout.read(file));

        assertThat(written)
                .as("paste the expected table, or run ./mvnw verify -Dmanual.write")
                .isEqualTo(table.markdown());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadToFiles(Path page) {
        List<Path> targets =
                LINK.matcher(Checkout.read(page))
                        .results()
                        .map(link -> target(page, link))
                        .toList();

        assertThat(targets).allSatisfy(target -> assertThat(target).exists());
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        String index = Checkout.read(MANUAL.resolve("index.md"));

        try (Stream<Path> pages = Files.list(MANUAL)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .filteredOn(name -> !name.equals("index.md"))
                    .allSatisfy(name -> assertThat(index).contains("](" + name + ")"));
        }
    }

    static Stream<Path> pages() {
        return Checkout.pages().stream();
    }

    private static Path target(Path page, MatchResult link) {
        return page.resolveSibling(link.group("target")).normalize();
    }
}
