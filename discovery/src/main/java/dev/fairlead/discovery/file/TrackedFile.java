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
 * missing for a moment. A new content therefore counts once two looks in a row have seen it, or
 * when it has not come to rest within {@link #LONGEST_UNREST}. Looks must be some milliseconds
 * apart. Confined to one thread.
 */
final class TrackedFile {
    private static final Duration LONGEST_UNREST = Duration.ofMillis(400);

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
        if (seen == null) {
            restlessSince = now;
        }
        if (current.equals(seen) || now.isAfter(restlessSince.plus(LONGEST_UNREST))) {
            return Optional.of(settle(current));
        }
        seen = current;
        return Optional.empty();
    }

    private Content settle(Content current) {
        content = current;
        seen = null;
        return current;
    }
}
