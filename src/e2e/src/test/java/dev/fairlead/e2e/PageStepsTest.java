package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.e2e.Step.Compare;
import dev.fairlead.e2e.Step.Expectation.Exits;
import dev.fairlead.e2e.Step.Expectation.Never;
import dev.fairlead.e2e.Step.Expectation.Shows;
import dev.fairlead.e2e.Step.Save;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PageStepsTest {
    @Test
    void commandIsExpectedToSucceed() {
        String page = "Type:\n\n```sh\nfairlead version\n```\n";

        assertThat(PageSteps.of(page))
                .containsExactly(new Step.Type("fairlead version", 4, new Exits(0)));
    }

    @Test
    void continuedLinesAreOneCommand() {
        String page = "```sh\na \\\n  b\nc\n```\n";

        assertThat(PageSteps.of(page))
                .containsExactly(
                        new Step.Type("a \\\n  b", 2, new Exits(0)),
                        new Step.Type("c", 4, new Exits(0)));
    }

    @Test
    void severalCommentsAreForOneCommandEach() {
        String page =
                """
                <!-- run: never, it is slow -->
                <!-- run: shows "ready: yes" -->
                <!-- run: exits 1 -->
                ```sh
                a
                b
                c
                ```
                """;

        assertThat(PageSteps.of(page))
                .containsExactly(
                        new Step.Type("a", 5, new Never("it is slow")),
                        new Step.Type("b", 6, new Shows("ready: yes")),
                        new Step.Type("c", 7, new Exits(1)));
    }

    @Test
    void fileIsSavedBeforeLaterCommands() {
        String page = "<!-- file: a.yaml -->\n```yaml\nx: 1\n```\n\n```sh\ncat a.yaml\n```\n";

        assertThat(PageSteps.of(page))
                .containsExactly(
                        new Save("a.yaml", "x: 1\n"), new Step.Type("cat a.yaml", 7, new Exits(0)));
    }

    @Test
    void shownOutputIsCompared() {
        String page = "```sh\ndate\n```\n\n<!-- output -->\n```\ntoday\n```\n";

        assertThat(PageSteps.of(page))
                .containsExactly(
                        new Step.Type("date", 2, new Exits(0)), new Compare(List.of("today"), 7));
    }

    @Test
    void commentBehindCommandIsDropped() {
        String page = "```sh\n./fairlead demo   # shows numbers\n```\n";

        assertThat(PageSteps.of(page))
                .containsExactly(new Step.Type("./fairlead demo", 2, new Exits(0)));
    }

    @Test
    void wrongNumberOfCommentsIsRefused() {
        String page = "<!-- run: exits 1 -->\n<!-- run: exits 2 -->\n```sh\na\n```\n";

        assertThatThrownBy(() -> PageSteps.of(page)).hasMessageContaining("2 run comments for 1");
    }

    @Test
    void commandOutsideShellBlocksIsRefused() {
        String page = "```\n./fairlead demo\n```\n";

        assertThatThrownBy(() -> PageSteps.of(page)).hasMessageContaining("./fairlead demo");
    }
}
