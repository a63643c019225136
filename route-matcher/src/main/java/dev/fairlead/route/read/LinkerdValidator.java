package dev.fairlead.route.read;

import dev.fairlead.route.read.Misfit.Rank;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers as the admission check of Linkerd does: the first error, in its words. Fields that are
 * Fairlead's own are known. Stateless; used on any thread.
 */
public final class LinkerdValidator {

    private static final String PREFIX = "failed to validate ServiceProfile: ";
    private static final String CONVERTING = PREFIX + "error converting YAML to JSON: ";
    private static final String DECODING =
            PREFIX + "error unmarshaling JSON: while decoding JSON: ";

    private LinkerdValidator() {}

    /**
     * The first error in Linkerd's order and words.
     *
     * @param text one ServiceProfile as YAML or JSON; kind and version are not looked at. Of a key
     *     given twice in JSON the last one counts, as behind an API server; in YAML it is an error
     * @return empty when Linkerd admits the object
     */
    public static Optional<String> firstError(String text) {
        String bare = SourceText.withoutMark(text);
        Parsed json = SourceText.isJson(bare) ? JsonText.parse(bare) : null;
        if (json != null && json.failure().isEmpty()) {
            return decode(merged(first(json)));
        }
        Parsed yaml = YamlText.parse(bare);
        if (yaml.documents().isEmpty() && yaml.failure().isPresent()) {
            Parsed.Failure failure = yaml.failure().get();
            String where = "yaml: line " + failure.at().line() + ": ";
            return Optional.of(CONVERTING + where + failure.text());
        }
        return duplicates(yaml).or(() -> decode(first(yaml)));
    }

    private static Node first(Parsed parsed) {
        return parsed.documents().isEmpty()
                ? new Node.Mapping(Mark.START, List.of())
                : parsed.documents().getFirst().node();
    }

    private static Optional<String> duplicates(Parsed parsed) {
        if (parsed.documents().isEmpty() || parsed.documents().getFirst().duplicates().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                parsed.documents().getFirst().duplicates().stream()
                        .map(d ->
                                "\n  line "
                                        + d.at().line()
                                        + ": key \""
                                        + d.key()
                                        + "\" already set in map")
                        .collect(
                                Collectors.joining(
                                        "", CONVERTING + "yaml: unmarshal errors:", "")));
    }

    private static Optional<String> decode(Node document) {
        List<Misfit> misfits = ShapeCheck.misfits(Cursor.root(document));
        return first(misfits, Rank.CONVERSION, Rank.CONVERSION)
                .map(CONVERTING::concat)
                .or(() -> first(misfits, Rank.FATAL, Rank.FATAL).map(DECODING::concat))
                .or(() -> first(misfits, Rank.NOTED, Rank.TOLERATED).map(DECODING::concat))
                .or(() -> rules(document));
    }

    private static Optional<String> first(List<Misfit> misfits, Rank one, Rank other) {
        return misfits.stream()
                .filter(misfit -> misfit.rank() == one || misfit.rank() == other)
                .map(Misfit::linkerd)
                .findFirst();
    }

    private static Optional<String> rules(Node document) {
        Findings findings = new Findings();
        new ProfileRules(findings).read(Cursor.root(document));
        return findings.firstOfLinkerd();
    }

    private static Node merged(Node node) {
        return switch (node) {
            case Node.Mapping mapping ->
                    new Node.Mapping(
                            mapping.at(),
                            mapping.merged().entries().stream()
                                    .map(e -> new Node.Entry(e.at(), e.key(), merged(e.value())))
                                    .toList());
            case Node.Sequence(Mark at, List<Node> items) ->
                    new Node.Sequence(at, items.stream().map(LinkerdValidator::merged).toList());
            case Node.Text text -> text;
            case Node.Numeric number -> number;
            case Node.Bool bool -> bool;
            case Node.Null nothing -> nothing;
        };
    }
}
