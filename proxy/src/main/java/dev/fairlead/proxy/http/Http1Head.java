package dev.fairlead.proxy.http;

import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that came over HTTP/1, raised to HTTP/2's form, with what HTTP/1 says
 * beyond it. An HTTP/2 edge sends it as any other head; an HTTP/1 edge restores what it was.
 */
public final class Http1Head extends DefaultHttp2Headers {
    private final HttpVersion version;
    private final @Nullable String absoluteTarget;
    private final @Nullable CharSequence upgrade;

    Http1Head(
            HttpVersion version,
            @Nullable String absoluteTarget,
            @Nullable CharSequence upgrade,
            int sizeHint) {
        super(false, sizeHint);
        this.version = version;
        this.absoluteTarget = absoluteTarget;
        this.upgrade = upgrade;
    }

    /** A head without fields that HTTP/1 writes in the same way, but for its absolute target. */
    Http1Head withTarget(Optional<String> target) {
        return new Http1Head(version, target.orElse(null), upgrade, size());
    }

    /** HTTP/1.0 or HTTP/1.1, as the client wrote it. */
    public HttpVersion version() {
        return version;
    }

    /** The request target in absolute form (RFC 9112 §3.2.2), as the client wrote it. */
    public Optional<String> absoluteTarget() {
        return Optional.ofNullable(absoluteTarget);
    }

    /** The protocols of {@code Upgrade} (RFC 9110 §7.8), when the client asks for a switch. */
    public Optional<CharSequence> upgrade() {
        return Optional.ofNullable(upgrade);
    }

    /** Whether the connection may become a tunnel, which only HTTP/1 can carry on. */
    public boolean mayBecomeTunnel() {
        return upgrade != null || "CONNECT".contentEquals(method());
    }
}
