package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.route.read.ProfileReader;
import dev.fairlead.route.read.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProfileEditTest {
    private DemoFolder folder;

    @BeforeEach
    void create() throws IOException {
        folder = DemoFolder.create();
    }

    @AfterEach
    void delete() throws IOException {
        folder.delete();
    }

    @Test
    void allowsRetriesOfTheRouteThatFails() throws IOException {
        ProfileEdit edit = folder.edit();
        assertThat(retryable()).isEmpty();

        String told = edit.apply();

        assertThat(told)
                .isEqualTo(
                        "edited "
                                + folder.profiles().resolve("authors.yaml")
                                + ": GET /authors/{id} is now isRetryable: true");
        assertThat(retryable()).containsExactly("GET /authors/{id}");
    }

    @Test
    void keepsWhatAReaderHasWritten() throws IOException {
        ProfileEdit edit = folder.edit();
        String text = Files.readString(edit.profile()).replace("name: GET /authors\n", "name: x\n");
        Files.writeString(edit.profile(), text);

        edit.apply();

        assertThat(edit.profile())
                .hasContent(text.replace("isRetryable: false", "isRetryable: true"));
    }

    @Test
    void leavesAloneWhatAReaderHasDoneAlready() throws IOException {
        ProfileEdit edit = folder.edit();
        edit.apply();
        String text = Files.readString(edit.profile());

        String told = edit.apply();

        assertThat(told).startsWith("left " + edit.profile() + " alone");
        assertThat(edit.profile()).hasContent(text);
    }

    @Test
    void leavesNoDraftAmongTheProfiles() throws IOException {
        folder.edit().apply();

        try (var files = Files.list(folder.profiles())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("authors.yaml", "books.yaml", "webapp.yaml");
        }
    }

    private List<String> retryable() throws IOException {
        Reading reading =
                ProfileReader.read("authors.yaml", Files.readString(folder.edit().profile()));
        assertThat(reading.problems()).isEmpty();
        return reading.documents().getFirst().profile().routes().stream()
                .filter(route -> route.retry().isRetryable())
                .map(route -> route.name())
                .toList();
    }
}
