package dev.fairlead.discovery.file;

import dev.fairlead.discovery.DiscoveryStatus.Invalid;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what a new snapshot changes; what has been told once is not told again. */
final class SnapshotLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(SnapshotLog.class);

    private Map<ProfileKey, LoadedProfile> profiles = Map.of();
    private Set<String> problems = Set.of();

    /** Logs what is in {@code now} and was not in the snapshot before, and the reverse. */
    void changed(FileSnapshot now) {
        Map<ProfileKey, LoadedProfile> before = profiles;
        profiles = now.profiles().profiles();
        profiles.forEach((key, profile) -> logIfNew(before.get(key), profile));
        before.forEach((key, profile) -> {
            if (!profiles.containsKey(key)) {
                log(profile, "profile removed");
            }
        });
        logProblems(now);
    }

    private static void logIfNew(@Nullable LoadedProfile before, LoadedProfile now) {
        if (before == null || before.table() != now.table()) {
            log(now, "profile in force");
        }
    }

    private static void log(LoadedProfile profile, String message) {
        LOGGER.atInfo()
                .addKeyValue("profile", profile.key().service())
                .addKeyValue("namespace", profile.key().namespace())
                .addKeyValue("source", profile.origin())
                .addKeyValue("routes", profile.profile().routes().size())
                .log(message);
    }

    private void logProblems(FileSnapshot now) {
        List<String> errors = now.status().invalid().stream().map(Invalid::problem).toList();
        warn(errors, "discovery source has an error");
        warn(now.warnings(), "profile may surprise");
        var all = new HashSet<>(errors);
        all.addAll(now.warnings());
        problems = all;
    }

    private void warn(Collection<String> current, String message) {
        for (String problem : current) {
            if (!problems.contains(problem)) {
                LOGGER.atWarn().addKeyValue("problem", problem).log(message);
            }
        }
    }
}
