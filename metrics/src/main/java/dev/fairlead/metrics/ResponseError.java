package dev.fairlead.metrics;

/**
 * What broke an exchange that has no verdict from its response: the closed set of the label {@code
 * error}.
 */
public enum ResponseError {
    /** Nothing did. */
    NONE(0, ""),
    /** The timeout of the profile's route. */
    TIMEOUT(1, "timeout"),
    /** Anything without a name of its own, such as a lost connection. */
    UNCLASSIFIED(2, "unclassified"),
    H2_NO_ERROR(3, "h2(NO_ERROR)"),
    H2_PROTOCOL_ERROR(4, "h2(PROTOCOL_ERROR)"),
    H2_INTERNAL_ERROR(5, "h2(INTERNAL_ERROR)"),
    H2_FLOW_CONTROL_ERROR(6, "h2(FLOW_CONTROL_ERROR)"),
    H2_SETTINGS_TIMEOUT(7, "h2(SETTINGS_TIMEOUT)"),
    H2_STREAM_CLOSED(8, "h2(STREAM_CLOSED)"),
    H2_FRAME_SIZE_ERROR(9, "h2(FRAME_SIZE_ERROR)"),
    H2_REFUSED_STREAM(10, "h2(REFUSED_STREAM)"),
    H2_CANCEL(11, "h2(CANCEL)"),
    H2_COMPRESSION_ERROR(12, "h2(COMPRESSION_ERROR)"),
    H2_CONNECT_ERROR(13, "h2(CONNECT_ERROR)"),
    H2_ENHANCE_YOUR_CALM(14, "h2(ENHANCE_YOUR_CALM)"),
    H2_INADEQUATE_SECURITY(15, "h2(INADEQUATE_SECURITY)"),
    H2_HTTP_1_1_REQUIRED(16, "h2(HTTP_1_1_REQUIRED)"),
    /** A code that RFC 9113 §7 does not define. */
    H2_UNKNOWN(17, "h2(UNKNOWN)");

    private static final ResponseError[] BY_INDEX = values();

    /** How many there are. */
    static final int COUNT = BY_INDEX.length;

    private final int index;
    private final String label;

    ResponseError(int index, String label) {
        this.index = index;
        this.label = label;
    }

    /** The value of the label {@code error}. */
    public String label() {
        return label;
    }

    /** The place in the declaration, from 0. */
    int index() {
        return index;
    }

    /** The error of an HTTP/2 error code (RFC 9113 §7). */
    public static ResponseError ofHttp2(long errorCode) {
        if (errorCode < 0 || errorCode > 0xd) {
            return H2_UNKNOWN;
        }
        return BY_INDEX[H2_NO_ERROR.index + (int) errorCode];
    }
}
