package dev.fairlead.route.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON values, one or several behind each other; one instance per text. */
final class JsonText {

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .build();

    private final JsonParser parser;
    private final List<Parsed.Duplicate> duplicates = new ArrayList<>();

    private JsonText(JsonParser parser) {
        this.parser = parser;
    }

    static Parsed parse(String text) {
        List<Parsed.Root> roots = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                JsonText reader = new JsonText(parser);
                Node node = reader.value("");
                roots.add(new Parsed.Root(node, List.copyOf(reader.duplicates)));
            }
            return new Parsed(roots, Optional.empty());
        } catch (JacksonException e) {
            TokenStreamLocation where = e.getLocation();
            Mark at = where == null ? Mark.START : mark(where);
            return new Parsed(
                    roots,
                    Optional.of(new Parsed.Failure(at, "not JSON: " + e.getOriginalMessage())));
        }
    }

    private Node value(String field) {
        Mark at = mark(parser.currentTokenLocation());
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(at, field);
            case START_ARRAY -> sequence(at, field);
            case VALUE_STRING -> new Node.Text(at, parser.getString());
            case VALUE_TRUE -> new Node.Bool(at, true, "true");
            case VALUE_FALSE -> new Node.Bool(at, false, "false");
            case VALUE_NULL -> new Node.Null(at);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Scalars.plain(at, parser.getString());
            default -> throw new IllegalStateException("token: " + token + " (expected: a value)");
        };
    }

    private Node mapping(Mark at, String field) {
        List<Node.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Mark keyAt = mark(parser.currentTokenLocation());
            String key = parser.currentName();
            String path = field.isEmpty() ? key : field + "." + key;
            if (!keys.add(key)) {
                duplicates.add(new Parsed.Duplicate(keyAt, path, key));
            }
            parser.nextToken();
            entries.add(new Node.Entry(keyAt, key, value(path)));
        }
        return new Node.Mapping(at, entries);
    }

    private Node sequence(Mark at, String field) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(field + "[" + items.size() + "]"));
        }
        return new Node.Sequence(at, items);
    }

    private static Mark mark(TokenStreamLocation location) {
        return new Mark(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }
}
