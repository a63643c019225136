package dev.fairlead.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScreenTest {
    @Test
    void drawsOverWhatItDrewBefore() {
        StringWriter terminal = new StringWriter();
        Screen screen = new Screen(new PrintWriter(terminal));

        screen.draw(List.of("one", "two"));
        screen.draw(List.of("three"));

        assertThat(terminal.toString())
                .isEqualTo(
                        "\033[?7lone\033[K\ntwo\033[K\n\033[J\033[?7h"
                                + "\033[?7l\033[2Athree\033[K\n\033[J\033[?7h");
    }
}
