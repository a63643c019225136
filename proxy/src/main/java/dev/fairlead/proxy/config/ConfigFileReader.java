package dev.fairlead.proxy.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Finds settings in a YAML file: one mapping from keys to scalars, or to sequences of scalars where
 * the setting is a list. Scalars are read as variables are, whatever YAML makes of them.
 */
final class ConfigFileReader {
    private final Path file;
    private final List<RawValue> values = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<String, Integer> lineByKey = new HashMap<>();

    private ConfigFileReader(Path file) {
        this.file = file;
    }

    static Reading read(Path file) {
        ConfigFileReader reader = new ConfigFileReader(file);
        reader.read();
        return new Reading(reader.values, reader.problems);
    }

    private void read() {
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int documents = 0;
            for (Node node : new Yaml(new LoaderOptions()).composeAll(text)) {
                documents++;
                if (documents > 1) {
                    problem(node.getStartMark(), "a second document (expected: one)");
                    return;
                }
                document(node);
            }
        } catch (MarkedYAMLException e) {
            problem(e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problem(null, "not YAML: " + firstLine(e.getMessage()));
        } catch (IOException e) {
            problem(null, "cannot be read: " + reason(e));
        }
    }

    private void document(Node node) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::entry);
        } else if (!isNull(node)) {
            problem(node.getStartMark(), kind(node) + " (expected: a mapping of settings)");
        }
    }

    private void entry(NodeTuple entry) {
        Node key = entry.getKeyNode();
        if (!(key instanceof ScalarNode scalar)) {
            problem(key.getStartMark(), kind(key) + " as a key (expected: a setting's name)");
            return;
        }
        String name = scalar.getValue();
        Integer earlier = lineByKey.putIfAbsent(name, key.getStartMark().getLine() + 1);
        if (earlier != null) {
            problem(key.getStartMark(), name + ": set twice, first in line " + earlier);
            return;
        }
        Optional<Setting<?>> setting = SettingTable.byKey(name);
        if (setting.isEmpty()) {
            problem(key.getStartMark(), name + ": no such setting" + suggestion(name));
            return;
        }
        value(setting.get(), entry.getValueNode());
    }

    private void value(Setting<?> setting, Node node) {
        switch (node) {
            case ScalarNode scalar -> add(setting, scalar, setting.type().items(scalar.getValue()));
            case SequenceNode sequence when setting.type().isList() ->
                    items(setting, sequence).ifPresent(items -> add(setting, sequence, items));
            default ->
                    problem(
                            node.getStartMark(),
                            setting.key()
                                    + ": "
                                    + kind(node)
                                    + " (expected: "
                                    + setting.type().expected()
                                    + ")");
        }
    }

    private Optional<List<String>> items(Setting<?> setting, SequenceNode sequence) {
        List<String> items = new ArrayList<>();
        boolean whole = true;
        for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar) {
                items.add(scalar.getValue());
            } else {
                whole = false;
                problem(
                        item.getStartMark(),
                        setting.key() + ": " + kind(item) + " as an item (expected: a scalar)");
            }
        }
        return whole ? Optional.of(items) : Optional.empty();
    }

    private void add(Setting<?> setting, Node node, List<String> items) {
        String place = place(node.getStartMark()) + ": " + setting.key();
        values.add(new RawValue(setting, items, RawValue.Layer.FILE, place));
    }

    private void problem(@Nullable Mark mark, String text) {
        problems.add(new ConfigProblem(place(mark), text));
    }

    private String place(@Nullable Mark mark) {
        return mark == null
                ? file.toString()
                : file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** The setting that differs only in case or in separators, which is how most typos look. */
    private static String suggestion(String name) {
        String plain = name.replaceAll("[_.-]", "");
        return SettingTable.all().stream()
                .map(Setting::key)
                .filter(plain::equalsIgnoreCase)
                .findFirst()
                .map(key -> " (expected: " + key + ")")
                .orElse("");
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static String kind(Node node) {
        return switch (node) {
            case MappingNode _ -> "a mapping";
            case SequenceNode _ -> "a sequence";
            default -> "a scalar";
        };
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }
}
