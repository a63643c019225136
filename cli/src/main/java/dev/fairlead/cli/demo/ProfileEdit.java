package dev.fairlead.cli.demo;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.fairlead.cli.demo.shop.ShopRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The edit that the demo makes itself: it allows retries on the route that fails half the time.
 * What a reader has changed in the file stays.
 *
 * @param profile of the service {@code authors}
 */
record ProfileEdit(Path profile) {
    /** Whose requests are sent again from then on. */
    static final ShopRoute ROUTE = ShopRoute.AUTHOR;

    static final String BEFORE = "isRetryable: false";
    static final String AFTER = "isRetryable: true";

    /**
     * Writes the file anew, at one stroke, so that no sidecar reads the half of it.
     *
     * @return what to tell the reader: what was done, or that a reader had been there first
     */
    String apply() throws IOException {
        String text = Files.readString(profile);
        if (!text.contains(BEFORE)) {
            return "left %s alone: it is not as it was shipped".formatted(profile);
        }
        Path draft = profile.resolveSibling(profile.getFileName() + ".draft");
        Files.writeString(draft, text.replace(BEFORE, AFTER));
        Files.move(draft, profile, ATOMIC_MOVE, REPLACE_EXISTING);
        return "edited %s: %s is now %s".formatted(profile, ROUTE.routeName(), AFTER);
    }
}
