package dev.fairlead.route;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One entry of {@code spec.routes}, as written.
 *
 * @param name value of the label {@code rt_route}; never empty, not necessarily unique
 * @param condition which requests take this route
 * @param responseClasses in the order of the document: the first matching one decides
 * @param timeout as written; zero and negative values mean no timeout (see {@link Route#timeout()})
 * @param retry what may be sent again, and how often
 */
public record RouteSpec(
        String name,
        RequestCondition condition,
        List<ResponseClass> responseClasses,
        Optional<Duration> timeout,
        RetrySpec retry) {

    public RouteSpec {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: (empty) (expected: some text)");
        }
        responseClasses = List.copyOf(responseClasses);
    }
}
