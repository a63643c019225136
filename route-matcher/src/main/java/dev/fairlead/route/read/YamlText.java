package dev.fairlead.route.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML documents into nodes; one instance per text. */
final class YamlText {

    /** Tag of an unquoted scalar without a tag of its own. */
    static final Tag PLAIN = new Tag("tag:fairlead.dev,2026:plain");

    private static final int MAX_CODE_POINTS = 64 << 20;
    private static final int MAX_DEPTH = 200;

    private YamlText() {}

    static Parsed parse(String text) {
        List<Parsed.Root> roots = new ArrayList<>();
        try {
            Composer composer =
                    new Composer(
                            new ParserImpl(new StreamReader(text), options()),
                            new PlainResolver(),
                            options());
            YamlNodes nodes = new YamlNodes();
            while (composer.checkNode()) {
                roots.add(nodes.root(composer.getNode()));
            }
            return new Parsed(roots, Optional.empty());
        } catch (MarkedYAMLException e) {
            return new Parsed(roots, Optional.of(failure(e)));
        } catch (YAMLException e) {
            return new Parsed(
                    roots, Optional.of(new Parsed.Failure(Mark.START, firstLine(e.getMessage()))));
        }
    }

    private static Parsed.Failure failure(MarkedYAMLException e) {
        var mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        Mark at = mark == null ? Mark.START : new Mark(mark.getLine() + 1, mark.getColumn() + 1);
        return new Parsed.Failure(at, firstLine(e.getProblem()));
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "not YAML" : message.lines().findFirst().orElse("not YAML");
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CODE_POINTS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setAllowDuplicateKeys(true);
        return options;
    }

    /** Leaves the meaning of unquoted scalars to {@link Scalars}. */
    private static final class PlainResolver extends Resolver {
        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, implicit);
        }
    }
}
