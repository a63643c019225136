package dev.fairlead.route;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One way to fulfil a condition: a method out of a set, a path that matches some expressions and
 * does not match others. Every condition is a choice of clauses (its disjunctive normal form).
 *
 * @param matching expressions that must match
 * @param avoided expressions that must not match
 */
record Clause(MethodNames methods, Set<String> matching, Set<String> avoided) {

    private static final int MAX_CLAUSES = 64;
    private static final Clause ALWAYS = new Clause(MethodNames.ANY, Set.of(), Set.of());

    Clause {
        matching = Set.copyOf(matching);
        avoided = Set.copyOf(avoided);
    }

    /** The clauses of a condition, none if it never holds; empty when there would be too many. */
    static Optional<List<Clause>> of(RequestCondition condition) {
        return clauses(condition, false);
    }

    /** Whether a method and at most one expression decide. */
    boolean isPlain() {
        return matching.size() <= 1 && avoided.isEmpty();
    }

    private static Optional<List<Clause>> clauses(RequestCondition condition, boolean negated) {
        return switch (condition) {
            case RequestCondition.All(List<RequestCondition> of) ->
                    negated ? choice(of, true) : product(of, false);
            case RequestCondition.Any(List<RequestCondition> of) ->
                    negated ? product(of, true) : choice(of, false);
            case RequestCondition.Not(RequestCondition of) -> clauses(of, !negated);
            case RequestCondition.Method(String name) -> {
                MethodNames only = MethodNames.only(name);
                MethodNames methods = negated ? only.complement() : only;
                yield Optional.of(List.of(new Clause(methods, Set.of(), Set.of())));
            }
            case RequestCondition.PathRegex(String regex) -> {
                Set<String> one = Set.of(regex);
                yield Optional.of(
                        List.of(
                                negated
                                        ? new Clause(MethodNames.ANY, Set.of(), one)
                                        : new Clause(MethodNames.ANY, one, Set.of())));
            }
        };
    }

    private static Optional<List<Clause>> choice(List<RequestCondition> of, boolean negated) {
        Set<Clause> all = new LinkedHashSet<>();
        for (RequestCondition child : of) {
            Optional<List<Clause>> clauses = clauses(child, negated);
            if (clauses.isEmpty()) {
                return clauses;
            }
            all.addAll(clauses.get());
        }
        return limited(all);
    }

    private static Optional<List<Clause>> product(List<RequestCondition> of, boolean negated) {
        List<Clause> product = List.of(ALWAYS);
        for (RequestCondition child : of) {
            Optional<List<Clause>> clauses = clauses(child, negated);
            if (clauses.isEmpty()) {
                return clauses;
            }
            Set<Clause> next = new LinkedHashSet<>();
            for (Clause left : product) {
                clauses.get().forEach(right -> next.add(left.and(right)));
            }
            next.removeIf(clause -> clause.methods().isEmpty());
            if (limited(next).isEmpty()) {
                return Optional.empty();
            }
            product = List.copyOf(next);
        }
        return Optional.of(product);
    }

    private static Optional<List<Clause>> limited(Set<Clause> clauses) {
        return clauses.size() > MAX_CLAUSES ? Optional.empty() : Optional.of(List.copyOf(clauses));
    }

    // Written out: the methods that records get are slow to link, and these run at start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Clause that
                && methods.except() == that.methods.except()
                && methods.names().equals(that.methods.names())
                && matching.equals(that.matching)
                && avoided.equals(that.avoided);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * matching.hashCode() + avoided.hashCode()) + methods.names().hashCode();
    }

    private Clause and(Clause that) {
        return new Clause(
                methods.intersection(that.methods),
                union(matching, that.matching),
                union(avoided, that.avoided));
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        List<String> both = new ArrayList<>(left);
        both.addAll(right);
        return Set.copyOf(new LinkedHashSet<>(both));
    }
}
