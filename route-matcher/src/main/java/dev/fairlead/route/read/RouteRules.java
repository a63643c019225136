package dev.fairlead.route.read;

import dev.fairlead.route.RequestCondition;
import dev.fairlead.route.ResponseClass;
import dev.fairlead.route.ResponseCondition;
import dev.fairlead.route.RetrySpec;
import dev.fairlead.route.RouteSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules for one route. */
final class RouteRules {

    private final Findings findings;
    private final String subject;

    /**
     * @param subject how Linkerd's messages begin
     */
    RouteRules(Findings findings, String subject) {
        this.findings = findings;
        this.subject = subject;
    }

    /** The route; empty when it has an error. */
    Optional<RouteSpec> read(Cursor at) {
        if (at.isNull()) {
            findings.error(at, "nothing (expected: a route)", subject + "has a null route");
            return Optional.empty();
        }
        String name = at.get("name").text();
        if (name.isEmpty()) {
            findings.error(at.get("name"), "missing", subject + "has a route with no name");
        }
        Optional<Duration> timeout = timeout(at.get("timeout"));
        Optional<RequestCondition> condition = condition(at.get("condition"));
        Optional<List<ResponseClass>> classes = responseClasses(at.get("responseClasses"));
        RetrySpec retry = new RetryRules(findings).read(at, timeout);
        if (name.isEmpty() || condition.isEmpty() || classes.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RouteSpec(name, condition.get(), classes.get(), timeout, retry));
    }

    private Optional<Duration> timeout(Cursor at) {
        Optional<Duration> timeout =
                Durations.read(at, findings, subject + "has a route with an invalid timeout: ");
        if (timeout.isPresent() && !timeout.get().isPositive()) {
            findings.warning(at, "\"" + at.text() + "\" is not positive: the route has no timeout");
        }
        return timeout;
    }

    private Optional<RequestCondition> condition(Cursor at) {
        if (at.isNull()) {
            findings.error(at, "missing", subject + "has a route with no condition");
            return Optional.empty();
        }
        return new RequestRules(findings, subject + "has a route with an invalid condition: ")
                .read(at);
    }

    private Optional<List<ResponseClass>> responseClasses(Cursor list) {
        List<ResponseClass> classes = new ArrayList<>();
        boolean whole = true;
        for (Cursor item : list.items()) {
            Optional<ResponseClass> read = responseClass(item);
            read.ifPresent(classes::add);
            whole &= read.isPresent();
        }
        return whole ? Optional.of(classes) : Optional.empty();
    }

    private Optional<ResponseClass> responseClass(Cursor at) {
        if (at.isNull()) {
            String expected = "nothing (expected: a response class)";
            findings.error(at, expected, subject + "has a null response class");
            return Optional.empty();
        }
        Cursor condition = at.get("condition");
        if (condition.isNull()) {
            String linkerd = subject + "has a response class with no condition";
            findings.error(condition, "missing", linkerd);
            return Optional.empty();
        }
        String prefix = subject + "has a response class with an invalid condition: ";
        Optional<ResponseCondition> read = new ResponseRules(findings, prefix).read(condition);
        return read.map(holds -> new ResponseClass(holds, at.get("isFailure").isTrue()));
    }
}
