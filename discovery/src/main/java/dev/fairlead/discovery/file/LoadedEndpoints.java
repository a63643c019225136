package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.EndpointsView;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the file of endpoints gives.
 *
 * @param endpoints of each service that can be used, in the order of the file
 * @param errors why some of what it says cannot be used, each {@code file:line:column: error: …}
 */
record LoadedEndpoints(Map<Authority, EndpointsView> endpoints, List<String> errors) {
    static final LoadedEndpoints EMPTY = new LoadedEndpoints(Map.of(), List.of());

    LoadedEndpoints {
        endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
        errors = List.copyOf(errors);
    }

    /** The same endpoints, which nothing can be read instead of. */
    LoadedEndpoints asLastGood(String error) {
        return new LoadedEndpoints(endpoints, List.of(error));
    }

    /**
     * This with the last good endpoints of each service of {@code before} that it does not give.
     */
    LoadedEndpoints withLastGoodOf(LoadedEndpoints before) {
        var all = new LinkedHashMap<>(endpoints);
        before.endpoints.forEach(all::putIfAbsent);
        return new LoadedEndpoints(all, errors);
    }
}
