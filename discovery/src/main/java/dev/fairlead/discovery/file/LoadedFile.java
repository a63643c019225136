package dev.fairlead.discovery.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file of profiles gives.
 *
 * @param profiles the usable ones in the order of the file, then last good versions of others
 * @param errors why some of what it says cannot be used, each {@code file:line:column: error: …}
 * @param warnings what may surprise, in the same form
 */
record LoadedFile(List<LoadedProfile> profiles, List<String> errors, List<String> warnings) {
    static final LoadedFile EMPTY = new LoadedFile(List.of(), List.of(), List.of());

    LoadedFile {
        profiles = List.copyOf(profiles);
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    /** No profile, for a reason. */
    static LoadedFile failed(String error) {
        return new LoadedFile(List.of(), List.of(error), List.of());
    }

    /** The same profiles, which nothing can be read instead of. */
    LoadedFile asLastGood(String error) {
        List<LoadedProfile> kept = profiles.stream().map(LoadedProfile::asLastGood).toList();
        return new LoadedFile(kept, List.of(error), List.of());
    }

    /** This with the last good version of each profile of {@code before} that it does not give. */
    LoadedFile withLastGoodOf(LoadedFile before) {
        Map<ProfileKey, LoadedProfile> given = byKey();
        var all = new ArrayList<>(profiles);
        before.profiles.stream()
                .filter(profile -> !given.containsKey(profile.key()))
                .forEach(profile -> all.add(profile.asLastGood()));
        return new LoadedFile(all, errors, warnings);
    }

    /** The first profile of each key. */
    Map<ProfileKey, LoadedProfile> byKey() {
        var byKey = new HashMap<ProfileKey, LoadedProfile>();
        profiles.forEach(profile -> byKey.putIfAbsent(profile.key(), profile));
        return byKey;
    }
}
