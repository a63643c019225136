package dev.fairlead.discovery.file;

import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.discovery.NameRules;
import java.time.Instant;
import java.util.List;

/** A file of profiles and what it gives. Confined to one thread. */
final class ProfileFile {
    private final TrackedFile file;
    private final ProfileLoader loader;
    private LoadedFile loaded = LoadedFile.EMPTY;

    ProfileFile(Listing.Listed listed, NameRules names) {
        file = new TrackedFile(listed.path());
        loader = new ProfileLoader(listed.path().toString(), listed.named(), names);
    }

    /** Reads the file whatever its state. */
    void first() {
        loaded = loader.load(file.first(), loaded);
    }

    /** Whether the file gives something else than before. */
    boolean look(Instant now) {
        var content = file.look(now);
        content.ifPresent(current -> loaded = loader.load(current, loaded));
        return content.isPresent();
    }

    boolean isRestless() {
        return file.isRestless();
    }

    boolean isGone() {
        return file.isGone();
    }

    LoadedFile loaded() {
        return loaded;
    }

    List<Invalid> invalid() {
        return loaded.errors().stream().map(error -> new Invalid(loader.file(), error)).toList();
    }
}
