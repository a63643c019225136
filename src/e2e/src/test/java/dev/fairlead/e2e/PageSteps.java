package dev.fairlead.e2e;

import dev.fairlead.e2e.Step.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the steps of a Markdown page. Commands stand in blocks fenced with {@code sh}. Comments
 * right before a block, which no reader of the rendered page sees, say what is special about it:
 *
 * <pre>
 * &lt;!-- file: NAME --&gt;           the block is saved under NAME
 * &lt;!-- output --&gt;               the output of the command before has the lines of the block
 * &lt;!-- run: exits N --&gt;         the command ends with N instead of 0
 * &lt;!-- run: shows "TEXT" --&gt;    the command goes on in the background once its output holds TEXT
 * &lt;!-- run: never, REASON --&gt;   the command is not run
 * </pre>
 *
 * One {@code run} comment is about every command of its block; several are about one each, in
 * order. A command that goes on is ended at the end of its page. A comment behind a command is no
 * part of it.
 */
final class PageSteps {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?<comments>(?:^<!-- .*? -->\\n)*)^```(?<language>\\w*)\\n(?<content>.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("<!-- (file|run): (.*?) -->");
    private static final Pattern RUN =
            Pattern.compile("exits (?<code>\\d+)|shows \"(?<text>.+)\"|never, (?<reason>.+)");
    private static final Pattern COMMAND_START =
            Pattern.compile("^\\s*(\\./fairlead|\\./mvnw|curl|git|promtool|src/bench/run) ");

    private static final Pattern TRAILING_COMMENT = Pattern.compile("\\s+# .*$", Pattern.DOTALL);

    private PageSteps() {}

    static List<Step> of(String page) {
        List<Step> steps = new ArrayList<>();
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            int line = (int) page.substring(0, block.start("content")).lines().count() + 1;
            savedAs(block.group("comments"))
                    .ifPresent(file -> steps.add(new Step.Save(file, block.group("content"))));
            if (block.group("comments").contains("<!-- output -->")) {
                steps.add(new Step.Compare(block.group("content").lines().toList(), line));
            } else if (block.group("language").equals("sh")) {
                steps.addAll(commands(block, line));
            } else {
                refuseCommands(block.group("content"), line);
            }
        }
        return steps;
    }

    private static Optional<String> savedAs(String comments) {
        return COMMENT.matcher(comments)
                .results()
                .filter(comment -> comment.group(1).equals("file"))
                .map(comment -> comment.group(2))
                .findFirst();
    }

    private static List<Step> commands(Matcher block, int firstLine) {
        List<Expectation> expectations = expectations(block.group("comments"), firstLine);
        List<Step> steps = new ArrayList<>();
        int line = firstLine;
        for (String command : block.group("content").split("(?<!\\\\)\n")) {
            if (!command.isBlank()) {
                Expectation expectation =
                        expectations.get(Math.min(steps.size(), expectations.size() - 1));
                String typed = TRAILING_COMMENT.matcher(command).replaceFirst("");
                steps.add(new Step.Type(typed, line, expectation));
            }
            line += (int) command.lines().count();
        }
        if (expectations.size() > 1 && expectations.size() != steps.size()) {
            throw new IllegalArgumentException(
                    "line %d: %d run comments for %d commands"
                            .formatted(firstLine, expectations.size(), steps.size()));
        }
        return steps;
    }

    private static List<Expectation> expectations(String comments, int line) {
        List<Expectation> expectations =
                COMMENT.matcher(comments)
                        .results()
                        .filter(comment -> comment.group(1).equals("run"))
                        .map(comment -> expectation(comment.group(2), line))
                        .toList();
        return expectations.isEmpty() ? List.of(new Expectation.Exits(0)) : expectations;
    }

    private static Expectation expectation(String text, int line) {
        Matcher run = RUN.matcher(text);
        if (!run.matches()) {
            throw new IllegalArgumentException("line " + line + ": run: " + text);
        }
        if (run.group("code") != null) {
            return new Expectation.Exits(Integer.parseInt(run.group("code")));
        }
        return run.group("text") != null
                ? new Expectation.Shows(run.group("text"))
                : new Expectation.Never(run.group("reason"));
    }

    /** A command in another kind of block would never be run. */
    private static void refuseCommands(String content, int line) {
        content.lines()
                .filter(text -> COMMAND_START.matcher(text).find())
                .findFirst()
                .ifPresent(text -> {
                    throw new IllegalArgumentException(
                            "after line " + line + ": a command outside ```sh: " + text);
                });
    }
}
