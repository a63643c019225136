package dev.fairlead.discovery.file;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One path and what it held when it was last at rest.
 *
 * <p>A writer that truncates and writes, or deletes and creates, leaves a file half written or
 * missing for a moment. A new content therefore counts once two looks in a row have seen it. One
 * that is only less than before, because the file is missing or ends earlier, must stay for {@link
 * #PATIENCE}; what changes all that time counts then as it is. Looks must be some milliseconds
 * apart. Confined to one thread.
 */
final class TrackedFile {
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final Path path;
    private @Nullable Content content;
    private @Nullable FileStamp stamp;
    private @Nullable Content seen;
    private Instant restlessSince = Instant.EPOCH;

    TrackedFile(Path path) {
        this.path = path;
    }

    /** What is there now, at rest or not. */
    Content first() {
        FileStamp current = FileStamp.of(path);
        stamp = current;
        return settle(Content.read(path, current));
    }

    /**
     * Looks at the path.
     *
     * @param now of the clock that dates files
     * @return the new content, when there is one and it is at rest
     */
    Optional<Content> look(Instant now) {
        FileStamp current = FileStamp.of(path);
        boolean same = current.equals(stamp) && current.tellsChanges(now);
        if (same && !isRestless()) {
            return Optional.empty();
        }
        stamp = current;
        return consider(Content.read(path, current), now);
    }

    /** Whether a new content has been seen once: the next look should be soon. */
    boolean isRestless() {
        return seen != null;
    }

    /** Whether nothing is there any more, and that is at rest. */
    boolean isGone() {
        return content instanceof Content.Missing && !isRestless();
    }

    private Optional<Content> consider(Content current, Instant now) {
        if (current.equals(content)) {
            seen = null;
            return Optional.empty();
        }
        if (seen == null || now.isBefore(restlessSince)) { // clocks are set back at times
            restlessSince = now;
        }
        boolean atRest = current.equals(seen) && !isLess(current);
        if (atRest || now.isAfter(restlessSince.plus(PATIENCE))) {
            return Optional.of(settle(current));
        }
        seen = current;
        return Optional.empty();
    }

    private boolean isLess(Content current) {
        return switch (current) {
            case Content.Missing _ -> true;
            case Content.Unreadable _ -> false;
            case Content.Text(String text) ->
                    content instanceof Content.Text(String whole) && whole.startsWith(text);
        };
    }

    private Content settle(Content current) {
        content = current;
        seen = null;
        return current;
    }
}
