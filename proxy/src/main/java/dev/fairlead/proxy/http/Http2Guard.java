package dev.fairlead.proxy.http;

import io.netty.handler.codec.http2.Http2Exception;
import java.util.Map;
import java.util.Optional;

/** What keeps a peer on an HTTP/2 connection from costing more than it may. */
public enum Http2Guard {
    /** More resets than a peer may send in a while (CVE-2023-44487). The connection ends. */
    RESETS_RECEIVED("resets_received"),
    /** More resets than a peer may cause by frames in error (CVE-2025-8671). It ends too. */
    RESETS_SENT("resets_sent"),
    /** A head in too many small pieces (CVE-2026-33871). The connection ends. */
    SMALL_CONTINUATION("small_continuation"),
    /** Frames of a body without a byte of it (CVE-2019-9518). The connection ends. */
    EMPTY_FRAMES("empty_frames"),
    /** More unread answers to control frames than are kept (CVE-2019-9512). It ends too. */
    CONTROL_QUEUE("control_queue"),
    /** A head or trailers over the limit. The stream ends; far over the limit the connection. */
    HEADER_LIST("header_list"),
    /** A stream beyond those that were allowed. It is refused. */
    STREAMS("streams"),
    /** No SETTINGS in time after the preface. The connection ends. */
    SETTINGS_TIMEOUT("settings_timeout");

    private static final Map<String, Http2Guard> BY_THROWER =
            Map.of(
                    "Http2MaxRstFrameListener", RESETS_RECEIVED,
                    "ResetBudget", RESETS_SENT,
                    "DefaultHttp2FrameReader", SMALL_CONTINUATION,
                    "Http2EmptyDataFrameListener", EMPTY_FRAMES,
                    "Http2ControlFrameLimitEncoder", CONTROL_QUEUE);

    private final String label;

    Http2Guard(String label) {
        this.label = label;
    }

    /** The name in metrics: {@code resets_received}. */
    public String label() {
        return label;
    }

    /**
     * The guard behind an error of the codec, if it is one's. Those that end a connection share one
     * error code, and the codec has no types for them: which one it was is told only by who threw.
     */
    static Optional<Http2Guard> behind(Http2Exception error) {
        if (error instanceof Http2Exception.HeaderListSizeException) {
            return Optional.of(HEADER_LIST);
        }
        return switch (error.error()) {
            case ENHANCE_YOUR_CALM ->
                    Optional.ofNullable(BY_THROWER.get(H2Errors.throwingClass(error)));
            case REFUSED_STREAM -> Optional.of(STREAMS);
            case PROTOCOL_ERROR ->
                    "headerListSizeExceeded".equals(H2Errors.throwingMethod(error))
                            ? Optional.of(HEADER_LIST)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }
}
