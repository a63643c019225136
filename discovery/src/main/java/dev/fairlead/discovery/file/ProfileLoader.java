package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.discovery.file.LoadedProfile.Origin;
import dev.fairlead.route.RouteTable;
import dev.fairlead.route.ServiceProfile;
import dev.fairlead.route.read.Document;
import dev.fairlead.route.read.Problem;
import dev.fairlead.route.read.ProfileReader;
import dev.fairlead.route.read.Reading;
import dev.fairlead.route.read.Severity;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes profiles of what a file says, given what it gave before.
 *
 * <p>While a file has an error, no profile of it disappears: nobody can tell which profile a broken
 * document was meant to be. Each keeps its last good version until the file is right again. A file
 * that says nothing at all counts as broken if it gave profiles before.
 *
 * @param file as people know it, for messages
 * @param named whether the file was asked for by its own name, so that it should be there
 */
record ProfileLoader(String file, boolean named, NameRules names) {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProfileLoader.class);

    LoadedFile load(Content content, LoadedFile before) {
        return switch (content) {
            case Content.Missing _ ->
                    named
                            ? LoadedFile.failed(error("no such file or directory"))
                            : LoadedFile.EMPTY;
            case Content.Unreadable(String reason) -> before.asLastGood(error(reason));
            case Content.Text text when text.isBlank() && !before.profiles().isEmpty() ->
                    before.asLastGood(error("empty"));
            case Content.Text(String text) -> read(text, before);
        };
    }

    private LoadedFile read(String text, LoadedFile before) {
        try {
            Reading reading = ProfileReader.read(file, text);
            LoadedFile now =
                    new LoadedFile(
                            profiles(reading, before),
                            problems(reading, Severity.ERROR),
                            problems(reading, Severity.WARNING));
            return reading.hasErrors() ? now.withLastGoodOf(before) : now;
        } catch (RuntimeException | StackOverflowError e) {
            LOGGER.atError().addKeyValue("file", file).setCause(e).log("profile reader failed");
            return before.asLastGood(error("cannot be read: " + e));
        }
    }

    private String error(String reason) {
        return file + ": error: " + reason;
    }

    private List<LoadedProfile> profiles(Reading reading, LoadedFile before) {
        Map<ProfileKey, LoadedProfile> old = before.byKey();
        return reading.documents().stream().map(document -> profile(document, old)).toList();
    }

    /** An unchanged profile keeps its table, so that those who use it notice nothing. */
    private LoadedProfile profile(Document document, Map<ProfileKey, LoadedProfile> before) {
        ServiceProfile profile = document.profile();
        ProfileKey key = key(profile);
        LoadedProfile old = before.get(key);
        RouteTable table =
                old != null && old.profile().equals(profile)
                        ? old.table()
                        : RouteTable.compile(profile);
        return new LoadedProfile(key, profile, table, new Origin(file, document.line()), true);
    }

    /** A name of one label is read as seen from the profile's own namespace. */
    private ProfileKey key(ServiceProfile profile) {
        String namespace = profile.namespace().isEmpty() ? names.namespace() : profile.namespace();
        String name = profile.name();
        String qualified = name.indexOf('.') < 0 ? name + "." + namespace : name;
        String service = names.parse(qualified).map(Authority::name).orElse(name);
        return new ProfileKey(namespace, service);
    }

    private static List<String> problems(Reading reading, Severity severity) {
        return reading.problems().stream()
                .filter(problem -> problem.severity() == severity)
                .map(Problem::toString)
                .toList();
    }
}
