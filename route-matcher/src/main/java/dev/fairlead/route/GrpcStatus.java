package dev.fairlead.route;

/** The numbers of {@code grpc-status} and what they say about a response. */
public final class GrpcStatus {

    /** The code that stands for every code beyond the known ones. */
    public static final int UNKNOWN = 2;

    /** {@link #parse} found no number. */
    public static final int ABSENT = -1;

    private static final int LAST = 16;
    private static final int MAX_UNSIGNED_SHORT = 65_535;
    // UNKNOWN, DEADLINE_EXCEEDED, PERMISSION_DENIED, INTERNAL, UNAVAILABLE, DATA_LOSS
    private static final int FAILURES = 1 << 2 | 1 << 4 | 1 << 7 | 1 << 13 | 1 << 14 | 1 << 15;
    private static final String CONTENT_TYPE = "application/grpc";

    private GrpcStatus() {}

    /**
     * Reads the value of the header or trailer {@code grpc-status}.
     *
     * @return 0 to 16, {@link #UNKNOWN} for greater numbers, {@link #ABSENT} for what is no
     *     unsigned 16-bit number
     */
    public static int parse(CharSequence value) {
        int start = !value.isEmpty() && value.charAt(0) == '+' ? 1 : 0;
        if (start == value.length()) {
            return ABSENT;
        }
        int code = 0;
        for (int i = start; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9 || code > MAX_UNSIGNED_SHORT) {
                return ABSENT;
            }
            code = code * 10 + digit;
        }
        return code > MAX_UNSIGNED_SHORT ? ABSENT : code > LAST ? UNKNOWN : code;
    }

    /** Whether a response with this code counts as failed; codes outside 0 to 16 do not. */
    public static boolean isFailure(int code) {
        return code >= 0 && code <= LAST && (FAILURES >>> code & 1) != 0;
    }

    /** Whether a request with this {@code content-type} speaks gRPC: the value starts so. */
    public static boolean isGrpc(CharSequence contentType) {
        if (contentType.length() < CONTENT_TYPE.length()) {
            return false;
        }
        for (int i = 0; i < CONTENT_TYPE.length(); i++) {
            if (contentType.charAt(i) != CONTENT_TYPE.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
