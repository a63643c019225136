package dev.fairlead.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rows of the manual's conformance page. Each second-level heading opens a section, and each
 * row of a table below it has three cells:
 *
 * <pre>
 * | names of the behaviour, as code | what it is | how we do: tests as code, or why not |
 * </pre>
 *
 * @param rows in the order of the page
 */
record ConformancePage(List<Row> rows) {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w+)\\.([a-z]\\w*)");
    private static final Pattern TEST_CLASS = Pattern.compile("[A-Z]\\w*(?:Test|IT)");
    private static final Pattern LATER =
            Pattern.compile("\\bLater: (?:client policy|control plane|identity|tap)\\b");
    private static final Pattern DIFFERENCE = Pattern.compile("\\bDiffers: (?:\\S+ ){3,}");

    ConformancePage {
        rows = List.copyOf(rows);
    }

    /**
     * A row.
     *
     * @param section the heading it stands under
     * @param line of the page, from 1
     * @param names of the behaviour
     * @param behaviour in our words
     * @param here what Fairlead makes of it
     */
    record Row(String section, int line, List<String> names, String behaviour, String here) {
        Row {
            names = List.copyOf(names);
        }

        /** The tests it names. */
        Stream<Reference> references() {
            return codes(here)
                    .map(TEST::matcher)
                    .filter(Matcher::matches)
                    .map(test -> new Reference(test.group(1), test.group(2)));
        }

        /** Classes of tests it names without saying which test. */
        Stream<String> vagueReferences() {
            return codes(here).filter(code -> TEST_CLASS.matcher(code).matches());
        }

        /** Whether it says that we do otherwise, and why. */
        boolean differs() {
            return DIFFERENCE.matcher(here).find();
        }

        /** Whether it belongs to a part that does not exist yet. */
        boolean comesLater() {
            return LATER.matcher(here).find();
        }
    }

    /** A test by the simple name of its class, and its method. */
    record Reference(String type, String method) {
        @Override
        public String toString() {
            return type + "." + method;
        }
    }

    static ConformancePage parse(String markdown) {
        List<Row> rows = new ArrayList<>();
        String section = "";
        List<String> lines = markdown.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("## ")) {
                section = line.substring(3).replace("`", "").strip();
            } else if (line.startsWith("| `")) {
                rows.add(row(section, i + 1, line));
            }
        }
        return new ConformancePage(rows);
    }

    private static Row row(String section, int line, String text) {
        List<String> cells = Arrays.stream(BAR.split(text)).map(String::strip).toList();
        if (cells.size() != 4) {
            throw new IllegalArgumentException(
                    "line %d: %d cells (expected: 3)".formatted(line, cells.size() - 1));
        }
        return new Row(section, line, codes(cells.get(1)).toList(), cells.get(2), cells.get(3));
    }

    private static Stream<String> codes(String cell) {
        return CODE.matcher(cell).results().map((MatchResult code) -> code.group(1));
    }

    /**
     * What is wrong with the page; empty if nothing is.
     *
     * @param expected names of behaviours by section: no more, no fewer
     * @param tests methods by the simple name of their class
     */
    List<String> problems(Map<String, List<String>> expected, TestSources tests) {
        List<String> problems = new ArrayList<>();
        rows.forEach(row -> collectProblems(row, expected, tests, problems));
        expected.forEach((section, names) -> {
            for (String name : names) {
                collectCount(section, name, problems);
            }
        });
        return problems;
    }

    private static void collectProblems(
            Row row, Map<String, List<String>> expected, TestSources tests, List<String> problems) {
        String at = "line " + row.line() + ": ";
        row.names().stream()
                .filter(name -> !expected.getOrDefault(row.section(), List.of()).contains(name))
                .forEach(name -> problems.add(at + name + " is no behaviour of " + row.section()));
        row.references()
                .filter(test -> !tests.has(test))
                .forEach(test -> problems.add(at + "no test " + test));
        row.vagueReferences().forEach(type -> problems.add(at + "which test of " + type));
        if (row.behaviour().isEmpty()) {
            problems.add(at + "does not say what it is");
        }
        if (row.references().findAny().isEmpty() && !row.differs() && !row.comesLater()) {
            problems.add(at + "neither a test, nor a difference, nor a later part");
        }
    }

    private void collectCount(String section, String name, List<String> problems) {
        long count =
                rows.stream()
                        .filter(row -> row.section().equals(section))
                        .filter(row -> row.names().contains(name))
                        .count();
        if (count != 1) {
            problems.add("%s: %s is there %d times".formatted(section, name, count));
        }
    }
}
