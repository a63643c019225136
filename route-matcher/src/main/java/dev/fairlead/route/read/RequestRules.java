package dev.fairlead.route.read;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.fairlead.route.RequestCondition;
import dev.fairlead.route.match.PathPattern;
import dev.fairlead.route.match.RegexText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules for the condition of a route. */
final class RequestRules {

    private static final Set<String> REGISTERED =
            Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "HEAD", "TRACE");

    private final Findings findings;
    private final String linkerd;

    /**
     * @param linkerd how Linkerd's messages begin
     */
    RequestRules(Findings findings, String linkerd) {
        this.findings = findings;
        this.linkerd = linkerd;
    }

    /** The condition; empty when something in it is wrong. */
    Optional<RequestCondition> read(Cursor at) {
        Parts parts = new Parts();
        if (at.get("all").isList()) {
            parts.add(children(at.get("all"), "all").map(RequestCondition.All::new));
        }
        if (at.get("any").isList()) {
            parts.add(children(at.get("any"), "any").map(RequestCondition.Any::new));
        }
        if (isWritten(at.get("method"))) {
            parts.add(method(at.get("method")));
        }
        if (!at.get("not").isNull()) {
            parts.add(read(at.get("not")).map(RequestCondition.Not::new));
        }
        if (isWritten(at.get("pathRegex"))) {
            parts.add(pathRegex(at.get("pathRegex")));
        }
        if (parts.count == 0 && at.isBlank()) {
            findings.error(
                    at,
                    "empty (expected: pathRegex, method, all, any or not)",
                    linkerd + "A request match must have a field set");
        }
        return parts.joined();
    }

    /** The fields of one object: together they are an All. */
    private static final class Parts {
        private final List<RequestCondition> good = new ArrayList<>();
        private int count;

        void add(Optional<? extends RequestCondition> part) {
            count++;
            part.ifPresent(good::add);
        }

        Optional<RequestCondition> joined() {
            if (good.size() < count || count == 0) {
                return Optional.empty();
            }
            return Optional.of(count == 1 ? good.getFirst() : new RequestCondition.All(good));
        }
    }

    private boolean isWritten(Cursor at) {
        if (at.node() instanceof Node.Text(Mark start, String value) && value.isEmpty()) {
            findings.warning(at, "empty: not looked at");
        }
        return !at.text().isEmpty();
    }

    private Optional<List<RequestCondition>> children(Cursor list, String key) {
        List<RequestCondition> children = new ArrayList<>();
        boolean whole = true;
        for (Cursor item : list.items()) {
            if (item.isNull()) {
                String text = "nothing (expected: a condition)";
                findings.error(item, text, linkerd + "null condition \"" + key + "\"");
            }
            Optional<RequestCondition> child = item.isNull() ? Optional.empty() : read(item);
            child.ifPresent(children::add);
            whole &= child.isPresent();
        }
        if (list.items().isEmpty()) {
            String effect = key.equals("all") ? "matches every request" : "matches no request";
            findings.warning(list, "an empty list " + effect);
        }
        return whole ? Optional.of(children) : Optional.empty();
    }

    private Optional<RequestCondition> method(Cursor at) {
        RequestCondition.Method method = new RequestCondition.Method(at.text());
        if (!isToken(method.name())) {
            findings.warning(at, "\"" + at.text() + "\" is no HTTP method: no request has it");
        } else if (!REGISTERED.contains(method.name())) {
            findings.warning(at, "\"" + method.name() + "\" is an unusual method");
        }
        return Optional.of(method);
    }

    // RFC 9110 §5.6.2
    private static boolean isToken(String text) {
        return text.chars()
                .allMatch(c ->
                        (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || (c >= '0' && c <= '9')
                                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    private Optional<RequestCondition> pathRegex(Cursor at) {
        RequestCondition.PathRegex regex = new RequestCondition.PathRegex(at.text());
        try {
            if (!PathPattern.isExact(regex.regex())) {
                Pattern.compile(regex.regex());
            }
        } catch (PatternSyntaxException e) {
            findings.error(at, "no RE2 expression: " + e.getDescription() + ": " + e.getPattern());
            return Optional.empty();
        }
        RegexText text = new RegexText(regex.regex());
        if (text.asksForQuery()) {
            findings.warning(at, "\\? never matches: the path comes without its query");
        }
        if (text.isAnchoredOtherwiseByLinkerd()) {
            findings.warning(
                    at,
                    "each alternative must match the whole path; Linkerd lets the first match the"
                            + " start only and the last match the end only");
        }
        return Optional.of(regex);
    }
}
