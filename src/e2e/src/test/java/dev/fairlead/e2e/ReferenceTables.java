package dev.fairlead.e2e;

import dev.fairlead.cli.CommandLines;
import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.proxy.config.Setting;
import dev.fairlead.proxy.config.SettingTable;
import dev.fairlead.proxy.exchange.FailureReason;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The tables of the manual that are made from the code. */
final class ReferenceTables {
    private static final String REASONS =
            "proxy/src/main/java/dev/fairlead/proxy/exchange/FailureReason.java";

    private ReferenceTables() {}

    static List<ReferenceTable> all() {
        return List.of(options(), settings(), metrics(), reasons());
    }

    private static ReferenceTable options() {
        CommandLine proxy =
                Objects.requireNonNull(CommandLines.create().getSubcommands().get("proxy"));
        List<List<String>> rows =
                proxy.getCommandSpec().options().stream()
                        .filter(option -> !option.hidden() && !option.inherited())
                        .map(ReferenceTables::option)
                        .toList();
        return new ReferenceTable(
                "settings.md", "options", List.of("option", "value", "meaning"), rows);
    }

    private static List<String> option(OptionSpec option) {
        return List.of(
                code(option.longestName()),
                code(option.paramLabel()),
                String.join(" ", option.description()));
    }

    private static ReferenceTable settings() {
        List<List<String>> rows =
                SettingTable.all().stream().map(ReferenceTables::setting).toList();
        return new ReferenceTable(
                "settings.md",
                "settings",
                List.of("variable", "key in the file", "value", "default", "meaning"),
                rows);
    }

    private static List<String> setting(Setting<?> setting) {
        return List.of(
                code(setting.variable()),
                code(setting.key()),
                setting.type().expected(),
                defaultOf(setting),
                setting.meaning());
    }

    private static ReferenceTable metrics() {
        List<List<String>> rows =
                Arrays.stream(ProxyMeter.values()).map(ReferenceTables::meter).toList();
        return new ReferenceTable(
                "metrics.md", "metrics", List.of("family", "type", "labels", "meaning"), rows);
    }

    private static List<String> meter(ProxyMeter meter) {
        return List.of(
                code(meter.meterName()),
                meter.type().label(),
                meter.labels().stream()
                        .map(ReferenceTables::code)
                        .collect(Collectors.joining(", ")),
                meter.help());
    }

    private static ReferenceTable reasons() {
        String source = Checkout.read(Checkout.ROOT.resolve(REASONS));
        List<List<String>> rows =
                Arrays.stream(FailureReason.values())
                        .map(reason -> reason(reason, documented(source, reason)))
                        .toList();
        return new ReferenceTable(
                "errors.md", "reasons", List.of("reason", "HTTP", "gRPC", "meaning"), rows);
    }

    private static List<String> reason(FailureReason reason, String meaning) {
        return List.of(
                code(reason.label()),
                Integer.toString(reason.httpStatus()),
                Integer.toString(reason.grpcStatus()),
                meaning);
    }

    /** What the comment before a constant says. */
    private static String documented(String source, Enum<?> constant) {
        Matcher comment =
                Pattern.compile(
                                "/\\*\\* ((?:(?!\\*/).)*?) \\*/\\s+" + constant.name() + "\\(",
                                Pattern.DOTALL)
                        .matcher(source);
        if (!comment.find()) {
            throw new IllegalStateException(constant + ": no comment before it in " + REASONS);
        }
        return comment.group(1).replaceAll("\\s+\\*?\\s*", " ");
    }

    private static String defaultOf(Setting<?> setting) {
        return setting.defaultText()
                .filter(text -> !text.isEmpty())
                .map(ReferenceTables::code)
                .orElse("");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
