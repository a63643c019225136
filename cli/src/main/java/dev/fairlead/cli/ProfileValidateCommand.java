package dev.fairlead.cli;

import dev.fairlead.route.read.Problem;
import dev.fairlead.route.read.Severity;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** {@code fairlead profile validate}: every problem of every file, with its place. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
@Command(
        name = "validate",
        description = {
            "Read service profiles and print every problem, with file, line and column.",
            "An error is what has no meaning: such a profile is not applied. A warning is what"
                    + " has a meaning that may surprise. Exits 1 when there are errors."
        },
        footer = {
            "",
            "Examples:",
            "  fairlead profile validate webapp.yaml books.yaml",
            "  fairlead profile validate profiles/",
            "  kubectl get sp -A -o yaml | fairlead profile validate -"
        })
final class ProfileValidateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "YAML or JSON; a directory stands for its files; - is stdin.")
    private List<String> files;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Form of the answer (default: ${DEFAULT-VALUE}).")
    private OutputFormat output;

    private InputStream stdin = System.in;

    /** Lets a test stand for the terminal. */
    void readStdinFrom(InputStream replacement) {
        stdin = replacement;
    }

    @Override
    public Integer call() {
        ValidationReport report = ValidationReport.of(files, stdin);
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case TEXT -> {
                report.problems().forEach(out::println);
                out.println(report.summary());
            }
            case JSON -> Json.print(out, json -> writeReport(json, report));
        }
        return report.count(Severity.ERROR) > 0 ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private static void writeReport(JsonGenerator json, ValidationReport report) {
        json.writeStartObject();
        json.writeNumberProperty("files", report.files());
        json.writeNumberProperty("profiles", report.profiles());
        json.writeNumberProperty("errors", report.count(Severity.ERROR));
        json.writeNumberProperty("warnings", report.count(Severity.WARNING));
        json.writeArrayPropertyStart("problems");
        report.problems().forEach(problem -> writeProblem(json, problem));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeProblem(JsonGenerator json, Problem problem) {
        json.writeStartObject();
        json.writeStringProperty("severity", problem.severity().text());
        json.writeStringProperty("file", problem.source());
        json.writeNumberProperty("line", problem.line());
        json.writeNumberProperty("column", problem.column());
        json.writeStringProperty("field", problem.field());
        json.writeStringProperty("text", problem.text());
        json.writeEndObject();
    }
}
