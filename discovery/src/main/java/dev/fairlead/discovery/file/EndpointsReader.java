package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.NameRules;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads the file of endpoints, strictly: every key, type and value that is not as below is an error
 * with its place.
 *
 * <pre>
 * books.default.svc.cluster.local:7002:     # or a short name; port 80 when none is given
 *   - address: 10.0.0.7:7002                # IP:PORT, [IP]:PORT for IPv6
 *     weight: 1                             # from 1 (default) to 1000000
 *     protocol: h2                          # h2 or http1; default: as the client speaks
 *     authority: books.example.com          # instead of the request's own
 * authors:                                  # a service that says more than its endpoints
 *   annotations:
 *     balancer.linkerd.io/failure-accrual: consecutive
 *   endpoints:
 *     - address: 10.0.0.8:7001
 * </pre>
 *
 * A service that has an error is left out as a whole.
 */
final class EndpointsReader {
    private final NameRules names;
    private final YamlProblems problems;
    private final Map<Authority, EndpointsView> endpoints = new LinkedHashMap<>();
    private final Set<Authority> keys = new HashSet<>();

    private EndpointsReader(NameRules names, YamlProblems problems) {
        this.names = names;
        this.problems = problems;
    }

    /** Never throws for what the text says. */
    static LoadedEndpoints read(String file, String text, NameRules names) {
        var problems = new YamlProblems(file);
        var reader = new EndpointsReader(names, problems);
        problems.compose(text).ifPresent(reader::services);
        return new LoadedEndpoints(reader.endpoints, problems.all());
    }

    private void services(Node root) {
        if (root instanceof MappingNode services) {
            services.getValue().forEach(this::service);
        } else if (!root.getTag().equals(Tag.NULL)) {
            problems.add(root, "", "expected: a map from authority to endpoints");
        }
    }

    private void service(NodeTuple tuple) {
        String key = YamlProblems.text(tuple.getKeyNode());
        Optional<Authority> authority = names.parse(key);
        if (authority.isEmpty()) {
            problems.add(tuple.getKeyNode(), "", "authority: " + key + " (expected: NAME:PORT)");
        } else if (!keys.add(authority.get())) {
            problems.add(tuple.getKeyNode(), "", "authority: " + key + " is there already");
        }
        int before = problems.count();
        var draft = new ServiceDraft(key, problems);
        EndpointsView view = draft.read(tuple.getValueNode());
        if (authority.isPresent() && problems.count() == before) {
            endpoints.putIfAbsent(authority.get(), view);
        }
    }
}
