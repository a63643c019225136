package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.NameRules;
import dev.fairlead.proxy.http.HeaderRules;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The application behind the proxy, as the service that each request names: in {@code
 * l5d-dst-canonical} if a proxy sent it, else in its authority. The last one is remembered.
 */
public final class ApplicationRouting implements Routing {
    private final Destinations destinations;
    private final NameRules names;
    private final InetSocketAddress application;
    private @Nullable String lastName;
    private Optional<Destination> last = Optional.empty();

    /** Reads names by {@code names}; every request goes to {@code application}. */
    public ApplicationRouting(
            Destinations destinations, NameRules names, InetSocketAddress application) {
        this.destinations = destinations;
        this.names = names;
        this.application = application;
    }

    @Override
    public Optional<Destination> destination(Http2Headers head) {
        CharSequence name = name(head);
        boolean same =
                lastName != null
                        && lastName.contentEquals(name)
                        && last.isPresent()
                        && !last.get().closed();
        if (!same) {
            lastName = name.toString();
            last = destinations.named(application, names.parse(lastName));
        }
        return last;
    }

    private static CharSequence name(Http2Headers head) {
        CharSequence canonical = head.get(HeaderRules.DST_CANONICAL);
        if (canonical != null) {
            return canonical;
        }
        CharSequence authority = head.authority();
        if (authority != null) {
            return authority;
        }
        CharSequence host = head.get(HttpHeaderNames.HOST);
        return host == null ? "" : host;
    }
}
