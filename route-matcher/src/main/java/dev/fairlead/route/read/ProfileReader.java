package dev.fairlead.route.read;

import dev.fairlead.route.ServiceProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads profiles from YAML (several documents) or JSON. Lists are entered, documents of other kinds
 * are passed over with a warning. A profile with an error is none.
 *
 * <p>Stateless; used on any thread but an event loop.
 */
public final class ProfileReader {

    private final String source;
    private final List<Document> documents = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private ProfileReader(String source) {
        this.source = source;
    }

    /**
     * Reads every profile of a text. Never throws for what the text says.
     *
     * @param source names the text in problems; usually the file. A name that ends in {@code .yaml}
     *     or {@code .yml} is YAML, any other text that begins with a brace or bracket is JSON
     * @param text YAML 1.1 with any number of documents, or JSON
     */
    public static Reading read(String source, String text) {
        ProfileReader reader = new ProfileReader(source);
        Parsed parsed = SourceText.parse(source, text);
        for (Parsed.Root root : parsed.documents()) {
            reader.resource(Cursor.root(root.node()), root.duplicates());
        }
        parsed.failure().ifPresent(reader::failure);
        reader.problems.sort(
                Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return new Reading(reader.documents, reader.problems);
    }

    private void failure(Parsed.Failure failure) {
        report(new Finding(Severity.ERROR, failure.at(), "", failure.text(), Optional.empty()));
    }

    private void resource(Cursor at, List<Parsed.Duplicate> duplicates) {
        if (at.isNull()) {
            return;
        }
        Cursor items = at.get("items");
        if (at.get("kind").text().endsWith("List") && items.isList()) {
            for (Cursor item : items.items()) {
                resource(item, duplicates);
            }
            return;
        }
        Findings findings = new Findings();
        if (ResourceKind.isProfile(at, findings)) {
            profile(at, duplicates, findings);
        }
        findings.all().forEach(this::report);
    }

    private void profile(Cursor at, List<Parsed.Duplicate> duplicates, Findings findings) {
        String prefix = at.field().isEmpty() ? "" : at.field() + ".";
        for (Parsed.Duplicate duplicate : duplicates) {
            if (duplicate.field().startsWith(prefix)) {
                findings.error(duplicate.at(), duplicate.field(), "given twice");
            }
        }
        Set<String> misfits = new HashSet<>();
        for (Misfit misfit : ShapeCheck.misfits(at)) {
            misfits.add(misfit.field());
            misfit(misfit, findings);
        }
        Findings rules = new Findings();
        Optional<ServiceProfile> profile = new ProfileRules(rules).read(at);
        // What has the wrong form is said once.
        rules.all().stream().filter(f -> !misfits.contains(f.field())).forEach(findings::add);
        if (!findings.hasErrors()) {
            profile.ifPresent(p -> documents.add(new Document(p, at.at().line())));
        }
    }

    private static void misfit(Misfit misfit, Findings findings) {
        switch (misfit.rank()) {
            case CONVERSION, FATAL, NOTED ->
                    findings.error(misfit.at(), misfit.field(), misfit.text());
            case SURPRISE -> findings.warning(misfit.at(), misfit.field(), misfit.text());
            case TOLERATED -> {
                // The status is the cluster's: it is there in whatever a cluster prints.
                if (!misfit.field().endsWith("status")) {
                    findings.warning(misfit.at(), misfit.field(), misfit.text());
                }
            }
        }
    }

    private void report(Finding finding) {
        problems.add(finding.in(source));
    }
}
