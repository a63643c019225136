package dev.fairlead.route.read;

import dev.fairlead.route.ResponseCondition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The rules for the condition of a response class. */
final class ResponseRules {

    private static final int MIN_CODE = 100;
    private static final int MAX_CODE = 599;

    private final Findings findings;
    private final String linkerd;

    /**
     * @param linkerd how Linkerd's messages begin
     */
    ResponseRules(Findings findings, String linkerd) {
        this.findings = findings;
        this.linkerd = linkerd;
    }

    /** The condition; empty when something in it is wrong. */
    Optional<ResponseCondition> read(Cursor at) {
        Parts parts = new Parts();
        if (at.get("all").isList()) {
            parts.add(children(at.get("all"), "all").map(ResponseCondition.All::new));
        }
        if (at.get("any").isList()) {
            parts.add(children(at.get("any"), "any").map(ResponseCondition.Any::new));
        }
        if (!at.get("status").isNull()) {
            parts.add(status(at.get("status")));
        }
        if (!at.get("not").isNull()) {
            parts.add(read(at.get("not")).map(ResponseCondition.Not::new));
        }
        if (parts.count == 0 && at.isBlank()) {
            findings.error(
                    at,
                    "empty (expected: status, all, any or not)",
                    linkerd + "A response match must have a field set");
        }
        return parts.joined();
    }

    /** The fields of one object: together they are an All. */
    private static final class Parts {
        private final List<ResponseCondition> good = new ArrayList<>();
        private int count;

        void add(Optional<? extends ResponseCondition> part) {
            count++;
            part.ifPresent(good::add);
        }

        Optional<ResponseCondition> joined() {
            if (good.size() < count || count == 0) {
                return Optional.empty();
            }
            return Optional.of(count == 1 ? good.getFirst() : new ResponseCondition.All(good));
        }
    }

    private Optional<List<ResponseCondition>> children(Cursor list, String key) {
        List<ResponseCondition> children = new ArrayList<>();
        boolean whole = true;
        for (Cursor item : list.items()) {
            if (item.isNull()) {
                String text = "nothing (expected: a condition)";
                findings.error(item, text, linkerd + "null condition \"" + key + "\"");
            }
            Optional<ResponseCondition> child = item.isNull() ? Optional.empty() : read(item);
            child.ifPresent(children::add);
            whole &= child.isPresent();
        }
        if (list.items().isEmpty()) {
            String effect = key.equals("all") ? "matches every response" : "matches no response";
            findings.warning(list, "an empty list " + effect);
        }
        return whole ? Optional.of(children) : Optional.empty();
    }

    private Optional<ResponseCondition> status(Cursor at) {
        if (!at.isMapping()) {
            return Optional.empty(); // reported as a misfit
        }
        OptionalInt min = code(at.get("min"), "minimum");
        OptionalInt max = code(at.get("max"), "maximum");
        if (isWrong(at.get("min"), min) || isWrong(at.get("max"), max)) {
            return Optional.empty();
        }
        if (min.isEmpty() && max.isEmpty()) {
            findings.error(at, "empty (expected: min, max or both)");
            return Optional.empty();
        }
        if (min.isPresent() && max.isPresent() && max.getAsInt() < min.getAsInt()) {
            String text = max.getAsInt() + " is less than min, " + min.getAsInt();
            String message = linkerd + "Range maximum cannot be smaller than minimum";
            findings.error(at.get("max"), text, message);
            return Optional.empty();
        }
        if (min.isEmpty() || max.isEmpty()) {
            int code = min.orElseGet(max::getAsInt);
            findings.warning(at, "has one bound: means exactly " + code + "; Linkerd ignores it");
        }
        return Optional.of(new ResponseCondition.Status(min, max));
    }

    /** The code; empty where none is written, where it is 0, and where it is wrong. */
    private OptionalInt code(Cursor at, String bound) {
        Optional<BigDecimal> number = at.number().filter(value -> value.signum() != 0);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        BigDecimal value = number.get();
        if (value.compareTo(BigDecimal.valueOf(MIN_CODE)) < 0
                || value.compareTo(BigDecimal.valueOf(MAX_CODE)) > 0) {
            String message = "Range " + bound + " must be between 100 and 599, inclusive";
            findings.error(
                    at, value + " is no status code (expected: 100 to 599)", linkerd + message);
            return OptionalInt.empty();
        }
        return OptionalInt.of(value.intValue());
    }

    private static boolean isWrong(Cursor at, OptionalInt code) {
        boolean zero = at.number().filter(value -> value.signum() == 0).isPresent();
        return !at.isNull() && !zero && code.isEmpty();
    }
}
