package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.route.read.Problem;
import dev.fairlead.route.read.ProfileReader;
import dev.fairlead.route.read.Reading;
import dev.fairlead.route.read.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The page about the profile: its tables hold exactly what its examples use and provoke. */
final class ProfilePageTest {
    private static final String PAGE = Checkout.read(Checkout.ROOT.resolve("src/site/profile.md"));

    @Test
    void fullExampleHasNoProblem() {
        Reading reading = ProfileReader.read("full.yaml", example("full.yaml"));

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.documents()).hasSize(1);
    }

    @Test
    void fieldsAreThoseOfTheFullExample() {
        TreeSet<String> used = new TreeSet<>();
        collectFields("", parse(example("full.yaml")), used);

        used.removeAll(List.of("apiVersion", "kind"));
        TreeSet<String> listed = new TreeSet<>(firstColumn("fields"));
        listed.addAll(firstColumn("conditions"));
        assertThat(listed).isEqualTo(used);
    }

    @Test
    void everyWarningOfTheExampleIsExplained() {
        List<Problem> problems =
                ProfileReader.read("surprising.yaml", example("surprising.yaml")).problems();

        assertThat(problems).allMatch(problem -> problem.severity() == Severity.WARNING);
        assertThat(problems)
                .allSatisfy(problem ->
                        assertThat(firstColumn("warnings"))
                                .anyMatch(text -> problem.text().contains(text)));
    }

    @Test
    void everyExplainedWarningIsInTheExample() {
        List<Problem> problems =
                ProfileReader.read("surprising.yaml", example("surprising.yaml")).problems();

        assertThat(firstColumn("warnings"))
                .allSatisfy(text ->
                        assertThat(problems).anyMatch(problem -> problem.text().contains(text)));
    }

    private static String example(String name) {
        return PageSteps.of(PAGE).stream()
                .filter(Step.Save.class::isInstance)
                .map(Step.Save.class::cast)
                .filter(save -> save.file().equals(name))
                .findFirst()
                .orElseThrow()
                .content();
    }

    private static List<String> firstColumn(String table) {
        Matcher region =
                Pattern.compile(
                                "<!-- " + table + ":begin -->(.*)<!-- " + table + ":end -->",
                                Pattern.DOTALL)
                        .matcher(PAGE);
        assertThat(region.find()).as("table %s", table).isTrue();
        return Pattern.compile("^\\| `([^`]+)`", Pattern.MULTILINE)
                .matcher(region.group(1))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static Object parse(String yaml) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }

    /** Paths of fields; below a condition, names without a path, as conditions nest. */
    private static void collectFields(String path, Object value, Set<String> fields) {
        switch (value) {
            case Map<?, ?> map ->
                    map.forEach((key, child) -> collectField(path, key.toString(), child, fields));
            case List<?> list -> list.forEach(item -> collectFields(path + "[]", item, fields));
            default -> fields.add(path);
        }
    }

    private static void collectField(String path, String key, Object child, Set<String> fields) {
        if (key.equals("condition")) {
            fields.add(path + ".condition");
            collectFields("", child, fields);
            return;
        }
        boolean inCondition = path.isEmpty() || path.equals("[]");
        String field = inCondition ? key : path + "." + key;
        if (child instanceof List<?>) {
            fields.add(field);
        }
        boolean connective = List.of("all", "any", "not").contains(key);
        if (connective) {
            fields.add(key);
        }
        collectFields(connective ? "" : field, child, fields);
    }
}
