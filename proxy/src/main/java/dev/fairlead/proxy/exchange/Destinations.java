package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Discovery;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The destinations of one direction on one loop, made when they are first asked for and dropped
 * when nobody has used them for a while. How many there may be is bounded, as clients can name what
 * they like: beyond it the one unused for longest goes first.
 */
public final class Destinations {
    static final int MAX_DESTINATIONS = 10_000;

    private final LoopSide side;
    private final Destination.Context context;
    private final Map<DestinationKey, Destination> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private boolean sweeping;

    /** Destinations of {@code side}, as {@code discovery} knows them; {@code report} hears. */
    public Destinations(LoopSide side, Discovery discovery, RouteReport report) {
        this(new Destination.Context(side, discovery, report, new SplittableRandom()));
    }

    Destinations(Destination.Context context) {
        this.side = context.side();
        this.context = context;
    }

    /** A service by its name. Empty if there is no room for one more. */
    public Optional<Destination> service(Authority authority) {
        return find(new DestinationKey.Service(authority));
    }

    /** Where a redirected connection was meant to go. Empty if there is no room for one more. */
    public Optional<Destination> original(InetSocketAddress address) {
        return find(new DestinationKey.Original(address));
    }

    /** The application at {@code address}, as the service that the configuration names. */
    public Optional<Destination> configured(InetSocketAddress address, Authority service) {
        return find(new DestinationKey.Application(address, Optional.of(service), true));
    }

    /** Keeps a destination, so that its series are there before its first request. */
    public void keep(Destination destination) {
        destination.keep();
    }

    /** The application at {@code address}, as the service that a request names. */
    public Optional<Destination> named(InetSocketAddress address, Optional<Authority> service) {
        return find(new DestinationKey.Application(address, service, false));
    }

    private Optional<Destination> find(DestinationKey key) {
        Destination known = byKey.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        if (byKey.size() >= MAX_DESTINATIONS && !evictOldest()) {
            return Optional.empty();
        }
        Destination made = new Destination(context, key);
        byKey.put(key, made);
        sweepLater();
        return Optional.of(made);
    }

    private boolean evictOldest() {
        Iterator<Destination> oldestFirst = byKey.values().iterator();
        while (oldestFirst.hasNext()) {
            Destination oldest = oldestFirst.next();
            if (oldest.idleSince(side.nanoClock().getAsLong())) {
                oldestFirst.remove();
                oldest.close();
                return true;
            }
        }
        return false;
    }

    private void sweepLater() {
        if (!sweeping) {
            sweeping = true;
            long nanos = Math.max(side.config().discoveryIdleTimeout().toNanos(), 1_000_000L);
            side.loop().after(nanos, TimeUnit.NANOSECONDS, this::sweep);
        }
    }

    private void sweep() {
        sweeping = false;
        long idleSince =
                side.nanoClock().getAsLong() - side.config().discoveryIdleTimeout().toNanos();
        byKey.values()
                .removeIf(destination -> {
                    boolean idle = destination.idleSince(idleSince);
                    if (idle) {
                        destination.close();
                    }
                    return idle;
                });
        if (!byKey.isEmpty()) {
            sweepLater();
        }
    }

    /** Drops all of them; exchanges in flight finish. */
    public void close() {
        byKey.values().forEach(Destination::close);
        byKey.clear();
    }
}
