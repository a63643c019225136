package dev.fairlead.route.read;

import java.util.Optional;

/** The rule for names of Kubernetes objects: lower-case RFC 1123 subdomains. */
final class Names {

    private static final int MAX_LENGTH = 253;
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters,"
                    + " '-' or '.', and must start and end with an alphanumeric character"
                    + " (e.g. 'example.com', regex used for validation is '"
                    + LABEL
                    + "(\\."
                    + LABEL
                    + ")*')";

    private Names() {}

    /** What Kubernetes says against a name; empty when it is one. */
    static Optional<String> problem(String name) {
        if (name.length() > MAX_LENGTH) {
            return Optional.of("must be no more than " + MAX_LENGTH + " characters");
        }
        for (String label : name.split("\\.", -1)) {
            if (!isLabel(label)) {
                return Optional.of(RULE);
            }
        }
        return Optional.empty();
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && isAlphanumeric(label.charAt(0))
                && isAlphanumeric(label.charAt(label.length() - 1))
                && label.chars().allMatch(c -> c == '-' || isAlphanumeric(c));
    }

    private static boolean isAlphanumeric(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
