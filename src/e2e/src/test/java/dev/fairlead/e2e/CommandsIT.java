package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does what the manual and the README tell the reader to do, page by page; see {@link PageSteps}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class CommandsIT {
    @TempDir Path folder;
    @TempDir Path outputs;

    static Stream<Path> pages() {
        return Checkout.pages().stream()
                .filter(page -> hasCommands(PageSteps.of(Checkout.read(page))));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsOfPageDoWhatItSays(Path page) throws Exception {
        RealTools.need("the commands of " + page.getFileName(), "bash", "curl", "python3");
        Installation.into(folder);

        try (ShellSession session = new ShellSession(folder, outputs)) {
            for (Step step : PageSteps.of(Checkout.read(page))) {
                switch (step) {
                    case Step.Save(String file, String content) ->
                            Files.writeString(folder.resolve(file), content);
                    case Step.Type type -> session.run(type);
                    case Step.Compare compare -> session.compare(compare);
                }
            }
            session.endBackground();
        }
    }

    @Test
    void startPageAndReadmeShowCommands() {
        List<String> pages = pages().map(page -> page.getFileName().toString()).toList();

        assertThat(pages).contains("start.md", "README.md");
    }

    private static boolean hasCommands(List<Step> steps) {
        return steps.stream().anyMatch(Step.Type.class::isInstance);
    }
}
