package dev.fairlead.e2e;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of the manual that is made from the code. It stands between two comments of its name:
 *
 * <pre>
 * &lt;!-- settings:begin --&gt;
 * &lt;!-- settings:end --&gt;
 * </pre>
 *
 * @param page file under {@code src/site}
 * @param name between which comments
 * @param header column titles
 * @param rows cells in Markdown
 */
record ReferenceTable(String page, String name, List<String> header, List<List<String>> rows) {
    ReferenceTable {
        header = List.copyOf(header);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** What has to stand between the comments. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(line(header)).append("|---".repeat(header.size())).append("|\n");
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    /** What stands between the comments of a page now. */
    String writtenIn(String page) {
        Matcher region = region(page);
        return page.substring(region.start("table"), region.end("table"));
    }

    /** The page with the table as it has to be. */
    String writeInto(String page) {
        Matcher region = region(page);
        return page.substring(0, region.start("table"))
                + markdown()
                + page.substring(region.end("table"));
    }

    private Matcher region(String page) {
        Matcher region =
                Pattern.compile(
                                "<!-- %1$s:begin -->\n(?<table>.*?)<!-- %1$s:end -->"
                                        .formatted(Pattern.quote(name)),
                                Pattern.DOTALL)
                        .matcher(page);
        if (!region.find()) {
            throw new IllegalStateException(
                    this.page + ": no region " + name + " (expected: <!-- " + name + ":begin -->)");
        }
        return region;
    }

    private static String line(List<String> cells) {
        return "| "
                + String.join(" | ", cells.stream().map(ReferenceTable::cell).toList())
                + " |\n";
    }

    /** A bar would end the cell, also inside code. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }

    @Override
    public String toString() {
        return name + " in " + page;
    }
}
