package dev.fairlead.metrics;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels that say whether a connection is secured, and why not. */
public final class TlsLabels {
    /** TLS is switched off: {@code tls="disabled"}. */
    public static final SortedMap<String, String> DISABLED = labels("disabled", "", "");

    /** One end is the application beside the proxy. */
    public static final SortedMap<String, String> LOOPBACK = noIdentity("loopback");

    /** The client spoke no TLS. */
    public static final SortedMap<String, String> NO_TLS_FROM_REMOTE =
            noIdentity("no_tls_from_remote");

    /** The port is one that TLS is not looked for on. */
    public static final SortedMap<String, String> PORT_SKIPPED = noIdentity("port_skipped");

    /** Discovery knows no identity of the endpoint. */
    public static final SortedMap<String, String> NOT_PROVIDED_BY_SERVICE_DISCOVERY =
            noIdentity("not_provided_by_service_discovery");

    /** No TLS is known of at all: no label. */
    public static final SortedMap<String, String> NONE = Collections.emptySortedMap();

    static final String TLS = "tls";

    private TlsLabels() {}

    private static SortedMap<String, String> noIdentity(String reason) {
        return labels("no_identity", "no_tls_reason", reason);
    }

    private static SortedMap<String, String> labels(String state, String name, String value) {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("tls", state);
        if (!name.isEmpty()) {
            labels.put(name, value);
        }
        return Collections.unmodifiableSortedMap(labels);
    }
}
