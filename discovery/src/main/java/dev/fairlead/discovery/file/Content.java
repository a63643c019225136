package dev.fairlead.discovery.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What was found at a path. */
sealed interface Content {
    /** Larger files are refused: the API server takes no object of more than 1.5 MiB. */
    int MAX_BYTES = 32 * 1024 * 1024;

    /** A file that could be read. */
    record Text(String text) implements Content {
        /** Whether it says nothing at all, as a file that a writer has just truncated. */
        boolean isBlank() {
            return text.isBlank();
        }
    }

    /** No file. */
    record Missing() implements Content {}

    /**
     * Something that is no readable text.
     *
     * @param reason for people
     */
    record Unreadable(String reason) implements Content {}

    /** Reads what the stamp says is there. */
    static Content read(Path path, FileStamp stamp) {
        return switch (stamp.kind()) {
            case MISSING -> new Missing();
            case DIRECTORY -> new Missing();
            // reading a pipe could wait for ever
            case OTHER -> new Unreadable("not a regular file");
            case FILE, UNREADABLE -> read(path);
        };
    }

    private static Content read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                return new Unreadable("larger than " + MAX_BYTES + " bytes");
            }
            // a new decoder reports malformed input instead of replacing it
            return new Text(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (NoSuchFileException e) {
            return new Missing();
        } catch (CharacterCodingException e) {
            return new Unreadable("not UTF-8");
        } catch (AccessDeniedException e) {
            return new Unreadable("permission denied");
        } catch (IOException e) {
            return new Unreadable("cannot be read: " + e.getMessage());
        }
    }
}
