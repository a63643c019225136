package dev.fairlead.proxy.admin;

import tools.jackson.core.JsonGenerator;

/**
 * The page {@code /routes.json}.
 *
 * <pre>{@code
 * {"profiles": [{"direction": "inbound", "service": "books.default.svc.cluster.local:7002",
 *                "namespace": "default", "source": "books.yaml:1",
 *                "overrides": [{"authority": "books-v2.default.svc.cluster.local:7002",
 *                               "weight": 10000}],
 *                "routes": [{"name": "GET /books", "requests": 3, "successes": 2, "failures": 1}]}],
 *  "invalid": [{"source": "authors.yaml", "problem": "authors.yaml:7:13: error: …"}]}
 * }</pre>
 */
final class RoutesJson {
    private RoutesJson() {}

    static byte[] render(RoutesPage page) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("profiles");
            page.profiles().forEach(profile -> profile(out, profile));
            out.writeEndArray();
            out.writeArrayPropertyStart("invalid");
            page.invalid().forEach(invalid -> invalid(out, invalid));
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void profile(JsonGenerator out, RoutesPage.Profile profile) {
        out.writeStartObject();
        out.writeStringProperty("direction", profile.direction());
        out.writeStringProperty("service", profile.service());
        out.writeStringProperty("namespace", profile.namespace());
        out.writeStringProperty("source", profile.source());
        out.writeArrayPropertyStart("overrides");
        profile.overrides().forEach(override -> override(out, override));
        out.writeEndArray();
        out.writeArrayPropertyStart("routes");
        profile.routes().forEach(route -> route(out, route));
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void override(JsonGenerator out, RoutesPage.Target override) {
        out.writeStartObject();
        out.writeStringProperty("authority", override.authority());
        out.writeNumberProperty("weight", override.weight());
        out.writeEndObject();
    }

    private static void route(JsonGenerator out, RoutesPage.Route route) {
        out.writeStartObject();
        out.writeStringProperty("name", route.name());
        out.writeNumberProperty("requests", route.requests());
        out.writeNumberProperty("successes", route.successes());
        out.writeNumberProperty("failures", route.failures());
        out.writeEndObject();
    }

    private static void invalid(JsonGenerator out, RoutesPage.Invalid invalid) {
        out.writeStartObject();
        out.writeStringProperty("source", invalid.source());
        out.writeStringProperty("problem", invalid.problem());
        out.writeEndObject();
    }
}
