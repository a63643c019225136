package dev.fairlead.discovery.file;

import dev.fairlead.discovery.DiscoveryStatus;
import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import dev.fairlead.discovery.NameRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every file of the sources with what it gives.
 *
 * <p>A look lists the directories and asks each file for its stamp: no event is waited for, as a
 * watch sees neither the target of a link nor a directory that does not exist yet nor a file on a
 * network. Confined to one thread at a time.
 */
final class WatchedFiles {
    private final FileSources sources;
    private final NameRules names;
    private final NavigableMap<Listing.Listed, ProfileFile> files = new TreeMap<>();
    private final Optional<EndpointsFile> endpoints;
    private List<Invalid> listingProblems = List.of();

    WatchedFiles(FileSources sources) {
        this.sources = sources;
        this.names = sources.names();
        this.endpoints = sources.endpoints().map(path -> new EndpointsFile(path, names));
    }

    /** Reads everything as it is. */
    FileSnapshot first() {
        Listing listing = Listing.of(sources.profiles());
        listingProblems = listing.problems();
        for (Listing.Listed listed : listing.files()) {
            var file = new ProfileFile(listed, names);
            file.first();
            files.put(listed, file);
        }
        endpoints.ifPresent(EndpointsFile::first);
        return snapshot();
    }

    /** Reads what has changed; empty when that changes nothing. */
    Optional<FileSnapshot> look(Instant now) {
        Listing listing = Listing.of(sources.profiles());
        boolean changed = !listing.problems().equals(listingProblems);
        listingProblems = listing.problems();
        listing.files().forEach(listed -> files.computeIfAbsent(listed, this::file));
        for (ProfileFile file : files.values()) {
            changed |= file.look(now);
        }
        changed |= forgetGone(new HashSet<>(listing.files()));
        changed |= endpoints.isPresent() && endpoints.get().look(now);
        return changed ? Optional.of(snapshot()) : Optional.empty();
    }

    /** Whether a change has been seen that has not come to rest: the next look should be soon. */
    boolean isRestless() {
        return files.values().stream().anyMatch(ProfileFile::isRestless)
                || endpoints.map(EndpointsFile::isRestless).orElse(false);
    }

    private ProfileFile file(Listing.Listed listed) {
        return new ProfileFile(listed, names);
    }

    private boolean forgetGone(Set<Listing.Listed> listed) {
        return files.entrySet()
                .removeIf(file -> file.getValue().isGone() && !listed.contains(file.getKey()));
    }

    private FileSnapshot snapshot() {
        var profiles = new ArrayList<LoadedProfile>();
        var invalid = new ArrayList<>(listingProblems);
        var warnings = new ArrayList<String>();
        for (ProfileFile file : files.values()) {
            profiles.addAll(file.loaded().profiles());
            invalid.addAll(file.invalid());
            warnings.addAll(file.loaded().warnings());
        }
        var index = new ProfileIndex(names, profiles);
        invalid.addAll(index.repeated());
        endpoints.ifPresent(file -> invalid.addAll(file.invalid()));
        var status = new DiscoveryStatus(true, invalid);
        return new FileSnapshot(index, endpointIndex(), status, warnings);
    }

    private EndpointIndex endpointIndex() {
        return new EndpointIndex(endpoints.map(file -> file.loaded().endpoints()).orElse(Map.of()));
    }
}
