package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.e2e.Step.Expectation.Exits;
import dev.fairlead.e2e.Step.Expectation.Never;
import dev.fairlead.e2e.Step.Expectation.Shows;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ShellSessionIT {
    @TempDir Path folder;
    @TempDir Path outputs;
    private ShellSession session;

    @BeforeEach
    void open() throws Exception {
        RealTools.need("the shell of the manual", "bash", "grep", "tail", "timeout");
        session = new ShellSession(folder, outputs);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void failedCommandIsReportedWithItsOutput() {
        Step.Type step = new Step.Type("{ echo broken; (exit 3); }", 7, new Exits(0));

        assertThatThrownBy(() -> session.run(step))
                .hasMessageContaining("line 7")
                .hasMessageContaining("broken")
                .hasMessageContaining("3");
    }

    @Test
    void expectedExitCodeIsFine() throws Exception {
        session.run(new Step.Type("(exit 64)", 1, new Exits(64)));

        assertThat(outputs.resolve("output-1")).exists();
    }

    @Test
    void commandsHappenInTheFolder() throws Exception {
        session.run(new Step.Type("echo one > file", 1, new Exits(0)));
        session.run(new Step.Type("cat file", 2, new Exits(0)));

        session.compare(new Step.Compare(List.of("one"), 3));
        assertThat(folder.resolve("file")).hasContent("one");
    }

    @Test
    void outputThatDiffersIsReported() throws Exception {
        session.run(new Step.Type("echo one", 1, new Exits(0)));

        assertThatThrownBy(() -> session.compare(new Step.Compare(List.of("two"), 2)))
                .hasMessageContaining("two");
    }

    @Test
    void backgroundCommandEndsBySignal() throws Exception {
        session.run(new Step.Type("bash -c 'echo ready; read <> <(:)'", 1, new Shows("ready")));

        session.endBackground();

        assertThat(Checkout.read(outputs.resolve("output-1"))).isEqualTo("ready\n");
    }

    @Test
    void backgroundCommandThatNeverShowsItsTextIsReported() {
        Step.Type step = new Step.Type("echo something else", 1, new Shows("ready"));

        assertThatThrownBy(() -> session.run(step)).hasMessageContaining("something else");
    }

    @Test
    void commandMarkedNeverIsNotRun() throws Exception {
        session.run(new Step.Type("touch file", 1, new Never("it would leave a file")));

        assertThat(folder.resolve("file")).doesNotExist();
    }
}
