package dev.fairlead.discovery.file;

import dev.fairlead.route.read.Problem;
import dev.fairlead.route.read.Severity;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What is wrong with one YAML file, in the order it was found. */
final class YamlProblems {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    YamlProblems(String file) {
        this.file = file;
    }

    /** The nodes of a file of one document; empty when it has none, or is no YAML. */
    Optional<Node> compose(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(Content.MAX_BYTES);
        try {
            return Optional.ofNullable(
                    new Yaml(new SafeConstructor(options)).compose(new StringReader(text)));
        } catch (MarkedYAMLException e) {
            addAt(e.getProblemMark(), "", "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            addAt(
                    null,
                    "",
                    "not YAML: " + Objects.requireNonNullElse(e.getMessage(), "unreadable"));
        }
        return Optional.empty();
    }

    /** The text of a scalar; for anything else a text that nothing expects. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "<" + node.getNodeId() + ">";
    }

    void add(Node node, String field, String text) {
        addAt(node.getStartMark(), field, text);
    }

    int count() {
        return problems.size();
    }

    /** Each as {@code file:line:column: error: field: text}, by position. */
    List<String> all() {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .map(Problem::toString)
                .toList();
    }

    /** Marks count from 0; a file without a mark is wrong from its start. */
    private void addAt(@Nullable Mark mark, String field, String text) {
        int line = mark == null ? 1 : mark.getLine() + 1;
        int column = mark == null ? 1 : mark.getColumn() + 1;
        problems.add(new Problem(Severity.ERROR, file, line, column, field, text));
    }
}
