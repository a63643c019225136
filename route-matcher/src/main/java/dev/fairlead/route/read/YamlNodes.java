package dev.fairlead.route.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns the library's nodes into ours: scalars get their meaning, aliases and merges their values.
 */
final class YamlNodes {

    // Aliases can repeat a value so often that no memory holds the result.
    private static final int MAX_VALUES = 2_000_000;

    private final List<Parsed.Duplicate> duplicates = new ArrayList<>();
    private final Set<org.yaml.snakeyaml.nodes.Node> open =
            Collections.newSetFromMap(new IdentityHashMap<>());
    private int values;

    /**
     * One document.
     *
     * @throws MarkedYAMLException for an alias inside its own anchor, an unknown tag, a key that is
     *     no scalar, too many values
     */
    Parsed.Root root(org.yaml.snakeyaml.nodes.Node node) {
        duplicates.clear();
        Node converted = convert(node, "");
        return new Parsed.Root(converted, List.copyOf(duplicates));
    }

    private Node convert(org.yaml.snakeyaml.nodes.Node node, String field) {
        if (++values > MAX_VALUES) {
            throw new Unusable("more than " + MAX_VALUES + " values", node);
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (!open.add(node)) {
            throw new Unusable("an alias inside the value of its own anchor", node);
        }
        Node converted =
                node instanceof SequenceNode sequence
                        ? sequence(sequence, field)
                        : mapping((MappingNode) node, field);
        open.remove(node);
        return converted;
    }

    private Node sequence(SequenceNode node, String field) {
        List<Node> items = new ArrayList<>();
        for (org.yaml.snakeyaml.nodes.Node item : node.getValue()) {
            items.add(convert(item, field + "[" + items.size() + "]"));
        }
        return new Node.Sequence(mark(node), items);
    }

    private Node mapping(MappingNode node, String field) {
        List<Node.Entry> entries = new ArrayList<>();
        List<Node.Entry> merged = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : node.getValue()) {
            String key = key(tuple.getKeyNode());
            String path = field.isEmpty() ? key : field + "." + key;
            Node value = convert(tuple.getValueNode(), path);
            if (isMerge(tuple.getKeyNode())) {
                collectMerged(value, tuple.getKeyNode(), merged);
                continue;
            }
            if (!keys.add(key)) {
                duplicates.add(new Parsed.Duplicate(mark(tuple.getKeyNode()), path, key));
            }
            entries.add(new Node.Entry(mark(tuple.getKeyNode()), key, value));
        }
        for (Node.Entry entry : merged) {
            if (keys.add(entry.key())) {
                entries.add(entry);
            }
        }
        return new Node.Mapping(mark(node), entries);
    }

    private static boolean isMerge(org.yaml.snakeyaml.nodes.Node key) {
        return key.getTag().equals(YamlText.PLAIN) && ((ScalarNode) key).getValue().equals("<<");
    }

    private static void collectMerged(
            Node value, org.yaml.snakeyaml.nodes.Node key, List<Node.Entry> merged) {
        switch (value) {
            case Node.Mapping mapping -> merged.addAll(mapping.entries());
            case Node.Sequence sequence ->
                    sequence.items().forEach(item -> collectMerged(item, key, merged));
            default -> throw new Unusable("<< wants a mapping or a list of mappings", key);
        }
    }

    private static String key(org.yaml.snakeyaml.nodes.Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new Unusable("a key that is no scalar", node);
        }
        Cursor value = Cursor.root(scalar(scalar));
        return value.isNull() ? "null" : value.text();
    }

    private static Node scalar(ScalarNode node) {
        Tag tag = node.getTag();
        String raw = node.getValue();
        if (tag.equals(YamlText.PLAIN)) {
            return Scalars.plain(mark(node), raw);
        }
        if (tag.equals(Tag.STR) || tag.equals(Tag.BINARY) || tag.equals(Tag.TIMESTAMP)) {
            return new Node.Text(mark(node), raw);
        }
        if (tag.equals(Tag.INT)
                || tag.equals(Tag.FLOAT)
                || tag.equals(Tag.BOOL)
                || tag.equals(Tag.NULL)) {
            return Scalars.plain(mark(node), raw);
        }
        throw new Unusable("unknown tag " + tag.getValue(), node);
    }

    private static Mark mark(org.yaml.snakeyaml.nodes.Node node) {
        var start = node.getStartMark();
        return new Mark(start.getLine() + 1, start.getColumn() + 1);
    }

    /** YAML that is well-formed and cannot be used. */
    private static final class Unusable extends MarkedYAMLException {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("NullAway") // the library takes null for "no context"
        Unusable(String problem, org.yaml.snakeyaml.nodes.Node node) {
            super(null, null, problem, node.getStartMark());
        }
    }
}
