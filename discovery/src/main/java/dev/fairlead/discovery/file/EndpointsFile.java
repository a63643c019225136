package dev.fairlead.discovery.file;

import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.discovery.NameRules;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The file of endpoints and what it gives.
 *
 * <p>While it has errors no service disappears: one that the file does not give any more keeps its
 * last good list. That goes for a file that is deleted or emptied too, as traffic without any
 * endpoint is never what was meant; <code>{}</code> says that there are none. Confined to one
 * thread.
 */
final class EndpointsFile {
    private final TrackedFile tracked;
    private final String file;
    private final NameRules names;
    private LoadedEndpoints loaded = LoadedEndpoints.EMPTY;

    EndpointsFile(Path path, NameRules names) {
        this.tracked = new TrackedFile(path);
        this.file = path.toString();
        this.names = names;
    }

    /** Reads the file whatever its state. */
    void first() {
        loaded = load(tracked.first());
    }

    /** Whether the file gives something else than before. */
    boolean look(Instant now) {
        var content = tracked.look(now);
        content.ifPresent(current -> loaded = load(current));
        return content.isPresent();
    }

    boolean isRestless() {
        return tracked.isRestless();
    }

    LoadedEndpoints loaded() {
        return loaded;
    }

    List<Invalid> invalid() {
        return loaded.errors().stream().map(error -> new Invalid(file, error)).toList();
    }

    private LoadedEndpoints load(Content content) {
        return switch (content) {
            case Content.Missing _ -> loaded.asLastGood(error("no such file or directory"));
            case Content.Unreadable(String reason) -> loaded.asLastGood(error(reason));
            case Content.Text text when text.isBlank() && !loaded.endpoints().isEmpty() ->
                    loaded.asLastGood(error("empty"));
            case Content.Text(String text) -> read(text);
        };
    }

    private LoadedEndpoints read(String text) {
        LoadedEndpoints now = EndpointsReader.read(file, text, names);
        return now.errors().isEmpty() ? now : now.withLastGoodOf(loaded);
    }

    private String error(String reason) {
        return file + ": error: " + reason;
    }
}
