package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.NameRules;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the destination of each request by its authority. The last one is remembered, as
 * connections mostly ask for one service.
 */
public final class AuthorityRouting implements Routing {
    private final Destinations destinations;
    private final NameRules names;
    private @Nullable String lastAuthority;
    private Optional<Destination> last = Optional.empty();

    /** Reads authorities by {@code names}. */
    public AuthorityRouting(Destinations destinations, NameRules names) {
        this.destinations = destinations;
        this.names = names;
    }

    @Override
    public Optional<Destination> destination(Http2Headers head) {
        CharSequence authority = head.authority();
        if (authority == null) {
            return Optional.empty();
        }
        boolean same =
                lastAuthority != null
                        && lastAuthority.contentEquals(authority)
                        && last.isPresent()
                        && !last.get().closed();
        if (!same) {
            lastAuthority = authority.toString();
            last = names.parse(lastAuthority).flatMap(destinations::service);
        }
        return last;
    }
}
