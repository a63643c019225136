package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.NameRules;
import dev.fairlead.route.DstOverride;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the requests for one service go instead: the {@code dstOverrides} of its profile, read as
 * they apply. A target without weight is none; the weights of one that is named twice add up.
 *
 * <p>Names are read from where the service stands: {@code books-v2} beside {@code
 * books.shop.svc.cluster.local} is {@code books-v2.shop.svc.cluster.local}. A target without a port
 * has the port that was asked for.
 *
 * @param shares with different authorities, in the order of the profile; empty if nothing is split
 */
record TrafficSplit(List<Share> shares) {
    /** Everything goes to the service itself. */
    static final TrafficSplit NONE = new TrafficSplit(List.of());

    private static final String SERVICE_MARK = ".svc.";
    private static final NameRules ELSEWHERE = new NameRules("default", "cluster.local");

    /**
     * One target.
     *
     * @param weight share of the requests relative to the others', from 1
     * @param itself whether it is the service that is split
     */
    record Share(Authority authority, long weight, boolean itself) {}

    TrafficSplit {
        shares = List.copyOf(shares);
    }

    /** What {@code overrides} make of {@code service}. */
    static TrafficSplit of(Authority service, List<DstOverride> overrides) {
        Map<Authority, Long> weights = new LinkedHashMap<>();
        for (DstOverride override : overrides) {
            if (override.weight() > 0) {
                authority(override, service)
                        .ifPresent(target ->
                                weights.merge(target, (long) override.weight(), Long::sum));
            }
        }
        return weights.isEmpty()
                ? NONE
                : new TrafficSplit(
                        weights.entrySet().stream()
                                .map(target ->
                                        new Share(
                                                target.getKey(),
                                                target.getValue(),
                                                target.getKey().equals(service)))
                                .toList());
    }

    private static Optional<Authority> authority(DstOverride override, Authority service) {
        return rules(service.name()).parse(override.authority(), service.port());
    }

    /** As seen from the service's namespace; what is in no cluster is in the usual one. */
    private static NameRules rules(String service) {
        int mark = service.indexOf(SERVICE_MARK);
        int dot = service.lastIndexOf('.', mark - 1);
        return mark < 0 || dot < 0
                ? ELSEWHERE
                : new NameRules(
                        service.substring(dot + 1, mark),
                        service.substring(mark + SERVICE_MARK.length()));
    }
}
