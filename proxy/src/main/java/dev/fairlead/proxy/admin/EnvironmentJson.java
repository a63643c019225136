package dev.fairlead.proxy.admin;

import dev.fairlead.proxy.config.EnvironmentReport;
import dev.fairlead.proxy.config.EnvironmentReport.SettingInForce;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The page {@code /env.json}: the variables of the process by name.
 *
 * <p>Without a selection a last property, {@code fairlead}, tells what became of them: the settings
 * in force with their origin, the variables this version has no use for and the unknown ones. No
 * variable can have that name by accident and be lost: one that does wins.
 *
 * <p>What could be a secret is shown as {@code ***}.
 */
final class EnvironmentJson {
    private static final String SUMMARY = "fairlead";

    private static final List<String> SECRETS =
            List.of("TOKEN", "PASSWORD", "PASSWD", "SECRET", "CREDENTIAL", "KEY", "TRUST_ANCHORS");

    private final EnvironmentReport report;

    EnvironmentJson(EnvironmentReport report) {
        this.report = report;
    }

    /** The page for {@code A&B}, or for everything when the query is empty. */
    byte[] render(String query) {
        return Json.bytes(out -> {
            out.writeStartObject();
            if (query.isEmpty()) {
                everything(out);
            } else {
                selection(out, query);
            }
            out.writeEndObject();
        });
    }

    private void selection(JsonGenerator out, String query) {
        for (String name : List.of(query.split("&")).stream().distinct().toList()) {
            if (!name.isEmpty()) {
                variable(out, name, report.environment().get(name));
            }
        }
    }

    private void everything(JsonGenerator out) {
        for (Map.Entry<String, String> entry : report.environment().entrySet()) {
            variable(out, entry.getKey(), entry.getValue());
        }
        if (!report.environment().containsKey(SUMMARY)) {
            summary(out);
        }
    }

    private void summary(JsonGenerator out) {
        out.writeObjectPropertyStart(SUMMARY);
        out.writeObjectPropertyStart("settings");
        for (SettingInForce setting : report.settings()) {
            out.writeObjectPropertyStart(setting.key());
            out.writeStringProperty("value", setting.value());
            out.writeStringProperty("from", setting.origin());
            out.writeEndObject();
        }
        out.writeEndObject();
        Json.strings(out, "unused", report.unused());
        Json.strings(out, "unknown", report.unknown());
        out.writeEndObject();
    }

    private static void variable(JsonGenerator out, String name, @Nullable String value) {
        out.writeName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeString(isSecret(name) ? "***" : value);
        }
    }

    private static boolean isSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(upper::contains);
    }
}
