package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.file.Content.Missing;
import dev.fairlead.discovery.file.Content.Text;
import dev.fairlead.discovery.file.Content.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedFileTest {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMillis(400);

    @TempDir Path directory;
    private Path path;
    private TrackedFile tracked;
    private Instant now = Instant.now();

    @BeforeEach
    void track() throws IOException {
        path = directory.resolve("books.yaml");
        Files.writeString(path, "old");
        tracked = new TrackedFile(path);
    }

    @Test
    void takesTheFirstContentAtOnce() {
        assertThat(tracked.first()).isEqualTo(new Text("old"));
        assertThat(tracked.look(now)).isEmpty();
        assertThat(tracked.isRestless()).isFalse();
    }

    @Test
    void countsANewContentOnceItIsAtRest() throws IOException {
        tracked.first();
        Files.writeString(path, "new");

        assertThat(tracked.look(now)).isEmpty();
        assertThat(tracked.isRestless()).isTrue();
        assertThat(tracked.look(now.plus(LOOK))).contains(new Text("new"));
        assertThat(tracked.isRestless()).isFalse();
        assertThat(tracked.look(now.plus(LOOK))).isEmpty();
    }

    @Test
    void overlooksAFileThatIsEmptyWhileItIsWritten() throws IOException {
        tracked.first();
        Files.writeString(path, "");
        assertThat(tracked.look(now)).isEmpty();
        Files.writeString(path, "new");

        assertThat(tracked.look(now.plus(LOOK))).isEmpty();
        assertThat(tracked.look(now.plus(LOOK.multipliedBy(2)))).contains(new Text("new"));
    }

    @Test
    void overlooksAFileThatIsMissingWhileItIsReplaced() throws IOException {
        tracked.first();
        Files.delete(path);
        assertThat(tracked.look(now)).isEmpty();
        Files.writeString(path, "old");

        assertThat(tracked.look(now.plus(LOOK))).isEmpty();
        assertThat(tracked.isRestless()).isFalse();
        assertThat(tracked.isGone()).isFalse();
    }

    @Test
    void takesWhatNeverComesToRestInTheEnd() throws IOException {
        tracked.first();
        int writes = 0;
        while (tracked.look(now).isEmpty()) {
            Files.writeString(path, "line\n".repeat(++writes));
            now = now.plus(LOOK);
        }

        assertThat(writes).isGreaterThan(2);
        assertThat(tracked.isRestless()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "o", "ol"})
    void countsAFileThatOnlyGotShorterLater(String beginning) throws IOException {
        tracked.first();
        Files.writeString(path, beginning);

        assertThat(tracked.look(now)).isEmpty();
        assertThat(tracked.look(now.plus(LOOK))).isEmpty();
        assertThat(tracked.look(now.plus(PATIENCE))).isEmpty();
        assertThat(tracked.look(now.plus(PATIENCE).plus(LOOK))).contains(new Text(beginning));
    }

    @Test
    void tellsThatAFileIsGoneLater() throws IOException {
        tracked.first();
        Files.delete(path);

        assertThat(tracked.look(now)).isEmpty();
        assertThat(tracked.look(now.plus(LOOK))).isEmpty();
        assertThat(tracked.isGone()).isFalse();
        assertThat(tracked.look(now.plus(PATIENCE).plus(LOOK))).contains(new Missing());
        assertThat(tracked.isGone()).isTrue();
    }

    @Test
    void waitsNoLongerWhenTheClockIsSetBack() throws IOException {
        tracked.first();
        Files.delete(path);
        Instant back = now.minus(Duration.ofHours(1));

        assertThat(tracked.look(now)).isEmpty();
        assertThat(tracked.look(back)).isEmpty();
        assertThat(tracked.look(back.plus(PATIENCE).plus(LOOK))).contains(new Missing());
    }

    @Test
    void seesAChangeThatLeavesSizeAndTimeAsTheyWere() throws IOException {
        FileTime time = FileTime.from(now);
        Files.setLastModifiedTime(path, time);
        tracked.first();
        Files.writeString(path, "new");
        Files.setLastModifiedTime(path, time);

        assertThat(tracked.look(now)).isEmpty();
        assertThat(tracked.look(now.plus(LOOK))).contains(new Text("new"));
    }

    @Test
    void seesAnotherFileOfTheSameSizeAndTime() throws IOException {
        FileTime time = FileTime.from(now.minus(Duration.ofDays(1)));
        Files.setLastModifiedTime(path, time);
        tracked.first();
        Path other = Files.writeString(directory.resolve("other"), "new");
        Files.setLastModifiedTime(other, time);
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);

        assertThat(tracked.look(now)).isEmpty();
        assertThat(tracked.look(now.plus(LOOK))).contains(new Text("new"));
    }

    @Test
    void neverWaitsForAPipeOrDevice() {
        assertThat(new TrackedFile(Path.of("/dev/zero")).first())
                .isEqualTo(new Unreadable("not a regular file"));
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Files.write(path, new byte[] {'a', (byte) 0xff});

        assertThat(tracked.first()).isEqualTo(new Unreadable("not UTF-8"));
    }

    @Test
    void takesAFileBelowAFileAsMissing() {
        assertThat(new TrackedFile(path.resolve("below.yaml")).first()).isEqualTo(new Missing());
    }
}
