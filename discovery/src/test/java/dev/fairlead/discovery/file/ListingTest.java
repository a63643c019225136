package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.file.Listing.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    @TempDir Path directory;

    @Test
    void listsProfileFilesOfADirectoryByName() throws IOException {
        for (String name :
                List.of("b.yml", "a.json", "C.YAML", ".hidden.yaml", "a.yaml~", "x.txt")) {
            Files.writeString(directory.resolve(name), "");
        }
        Files.createDirectory(directory.resolve("..data"));

        Listing listing = Listing.of(List.of(directory));

        assertThat(listing.problems()).isEmpty();
        assertThat(listing.files())
                .extracting(file -> directory.relativize(file.path()).toString())
                .containsExactly("C.YAML", "a.json", "b.yml");
        assertThat(listing.files()).noneMatch(Listed::named);
    }

    @Test
    void keepsTheOrderOfTheSourcesAndListsNothingTwice() throws IOException {
        Path second = Files.writeString(directory.resolve("second.yaml"), "");
        Path first = Files.writeString(directory.resolve("first.yaml"), "");
        Path missing = directory.resolve("missing");

        Listing listing = Listing.of(List.of(second, missing, directory));

        assertThat(listing.files())
                .containsExactly(
                        new Listed(0, second, true),
                        new Listed(1, missing, true),
                        new Listed(2, first, false));
    }
}
