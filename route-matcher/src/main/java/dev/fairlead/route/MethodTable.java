package dev.fairlead.route;

import dev.fairlead.route.match.MethodSet;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Numbers the methods that a profile names; all others share the last number. */
final class MethodTable {

    private final String[] names;

    MethodTable(Collection<String> names) {
        this.names = new TreeSet<>(names).toArray(String[]::new);
    }

    /** The number of a method, compared exactly. */
    int number(CharSequence method) {
        for (int i = 0; i < names.length; i++) {
            if (equal(names[i], method)) {
                return i;
            }
        }
        return names.length;
    }

    private static boolean equal(String name, CharSequence method) {
        int length = name.length();
        if (length != method.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name.charAt(i) != method.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The same set by numbers. */
    MethodSet set(MethodNames methods) {
        BitSet numbers = new BitSet();
        List<String> known = List.of(names);
        for (int i = 0; i < names.length; i++) {
            numbers.set(i, methods.contains(known.get(i)));
        }
        numbers.set(names.length, methods.except());
        return new MethodSet(numbers);
    }
}
