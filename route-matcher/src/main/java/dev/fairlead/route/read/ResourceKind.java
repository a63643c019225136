package dev.fairlead.route.read;

/** Tells profiles from other resources. */
final class ResourceKind {

    private static final String GROUP = "linkerd.io/";
    private static final String KIND = "ServiceProfile";

    private ResourceKind() {}

    /** Whether a resource is a profile of a known version; reports why not. */
    static boolean isProfile(Cursor at, Findings findings) {
        if (!at.isMapping()) {
            findings.error(at, "no resource (expected: a mapping with apiVersion and kind)");
            return false;
        }
        Cursor kind = at.get("kind");
        Cursor version = at.get("apiVersion");
        if (kind.text().isEmpty()) {
            findings.error(kind, "missing (expected: " + KIND + ")");
            return false;
        }
        boolean ours = version.text().isEmpty() || version.text().startsWith(GROUP);
        if (!kind.text().equals(KIND) || !ours) {
            String what = (version.text() + " " + kind.text()).strip();
            findings.warning(kind, "\"" + what + "\" is no ServiceProfile: passed over");
            return false;
        }
        return isKnown(version, findings);
    }

    private static boolean isKnown(Cursor version, Findings findings) {
        String text = version.text();
        if (text.equals(GROUP + "v1alpha2") || text.equals(GROUP + "v1alpha1")) {
            return true;
        }
        findings.error(
                version,
                (text.isEmpty() ? "missing" : "\"" + text + "\" is no known version")
                        + " (expected: linkerd.io/v1alpha2 or linkerd.io/v1alpha1)");
        return false;
    }
}
