package dev.fairlead.discovery.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What tells without reading that a file is another one than before. Links are followed: a swapped
 * link shows as another inode.
 *
 * @param size bytes
 * @param key device and inode
 */
record FileStamp(Kind kind, long size, Instant modified, @Nullable Object key) {
    /** What is at the path. */
    enum Kind {
        FILE,
        DIRECTORY,
        OTHER,
        MISSING,
        UNREADABLE
    }

    /**
     * The coarsest modification time in use: FAT keeps two seconds. A younger file may change again
     * without a new stamp.
     */
    private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

    private static final FileStamp MISSING = without(Kind.MISSING);
    private static final FileStamp UNREADABLE = without(Kind.UNREADABLE);

    static FileStamp of(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileStamp(
                    kind(attributes),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    attributes.fileKey());
        } catch (NoSuchFileException e) {
            return MISSING;
        } catch (IOException e) {
            return isBelowFile(path) ? MISSING : UNREADABLE;
        }
    }

    /** Whether an equal stamp later means an equal content. */
    boolean tellsChanges(Instant now) {
        return switch (kind) {
            case FILE -> Duration.between(modified, now).abs().compareTo(COARSEST_TIME) > 0;
            case UNREADABLE -> false;
            case DIRECTORY, OTHER, MISSING -> true;
        };
    }

    /** The directory that held the file has become a file itself. */
    private static boolean isBelowFile(Path path) {
        Path parent = path.getParent();
        return parent != null && Files.isRegularFile(parent);
    }

    private static Kind kind(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return Kind.FILE;
        }
        return attributes.isDirectory() ? Kind.DIRECTORY : Kind.OTHER;
    }

    private static FileStamp without(Kind kind) {
        return new FileStamp(kind, 0, Instant.EPOCH, null);
    }
}
