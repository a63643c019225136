package dev.fairlead.route;

import java.util.HashSet;
import java.util.Set;

/**
 * A set of request methods: those named, or all but those named.
 *
 * @param except whether the names are left out
 */
record MethodNames(Set<String> names, boolean except) {

    static final MethodNames ANY = new MethodNames(Set.of(), true);

    MethodNames {
        names = Set.copyOf(names);
    }

    static MethodNames only(String name) {
        return new MethodNames(Set.of(name), false);
    }

    MethodNames complement() {
        return new MethodNames(names, !except);
    }

    MethodNames intersection(MethodNames that) {
        Set<String> result = new HashSet<>(names);
        if (except && that.except) {
            result.addAll(that.names);
            return new MethodNames(result, true);
        }
        if (except) {
            return that.intersection(this);
        }
        result.removeIf(name -> !that.contains(name));
        return new MethodNames(result, false);
    }

    boolean contains(String name) {
        return names.contains(name) != except;
    }

    boolean isEmpty() {
        return names.isEmpty() && !except;
    }

    boolean covers(MethodNames that) {
        if (that.except) {
            return except && that.names.containsAll(names);
        }
        for (String name : that.names) {
            if (!contains(name)) {
                return false;
            }
        }
        return true;
    }
}
