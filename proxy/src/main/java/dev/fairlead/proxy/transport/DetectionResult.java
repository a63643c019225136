package dev.fairlead.proxy.transport;

/** How protocol detection ended: the values of the metrics' label {@code result}. */
public enum DetectionResult {
    /** A request line was seen. */
    HTTP_1("http/1"),
    /** The preface was seen. */
    HTTP_2("http/2"),
    /** The bytes are neither. */
    NOT_HTTP("not_http"),
    /** Nothing decisive came in time: treated as opaque. */
    READ_TIMEOUT("read_timeout"),
    /** The client left, or reading failed, before anything was decided. */
    ERROR("error");

    private final String label;

    DetectionResult(String label) {
        this.label = label;
    }

    /** The value of the label. */
    public String label() {
        return label;
    }

    static DetectionResult of(Protocol protocol) {
        return switch (protocol) {
            case HTTP_1 -> HTTP_1;
            case HTTP_2 -> HTTP_2;
            case OPAQUE -> NOT_HTTP;
        };
    }
}
