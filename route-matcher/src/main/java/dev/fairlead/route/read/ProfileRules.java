package dev.fairlead.route.read;

import dev.fairlead.route.RetryBudgetPolicy;
import dev.fairlead.route.RouteSpec;
import dev.fairlead.route.ServiceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules for a profile whose values have the right form, in the order of Linkerd's validation:
 * name, each route, budget; then what Linkerd does not look at.
 */
final class ProfileRules {

    private final Findings findings;

    ProfileRules(Findings findings) {
        this.findings = findings;
    }

    /** The profile; empty when it has an error. */
    Optional<ServiceProfile> read(Cursor root) {
        Cursor nameAt = root.get("metadata").get("name");
        String name = nameAt.text();
        Names.problem(name).ifPresent(problem -> invalidName(nameAt, name, problem));
        Cursor spec = root.get("spec");
        String subject = "ServiceProfile \"" + name + "\" ";
        List<Optional<RouteSpec>> routes = routes(spec.get("routes"), subject);
        Optional<RetryBudgetPolicy> budget =
                new BudgetRules(findings, subject).read(spec.get("retryBudget"));
        var overrides = new OverrideRules(findings).read(spec.get("dstOverrides"));
        opaquePorts(spec.get("opaquePorts"));
        Surprises.find(spec.get("routes"), routes, findings);
        if (findings.hasErrors()) {
            return Optional.empty();
        }
        return Optional.of(
                new ServiceProfile(
                        name,
                        root.get("metadata").get("namespace").text(),
                        routes.stream().flatMap(Optional::stream).toList(),
                        budget,
                        overrides));
    }

    private void invalidName(Cursor at, String name, String problem) {
        String linkerd = "ServiceProfile \"" + name + "\" has invalid name: " + problem;
        findings.error(at, name.isEmpty() ? "missing" : "\"" + name + "\": " + problem, linkerd);
    }

    private List<Optional<RouteSpec>> routes(Cursor list, String subject) {
        RouteRules rules = new RouteRules(findings, subject);
        List<Optional<RouteSpec>> routes = new ArrayList<>();
        for (Cursor item : list.items()) {
            routes.add(rules.read(item));
        }
        return routes;
    }

    private void opaquePorts(Cursor at) {
        if (!at.isNull()) {
            findings.warning(
                    at,
                    "has no effect: the ports come from the annotation"
                            + " config.linkerd.io/opaque-ports of the Service");
        }
    }
}
