package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.NameRules;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
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
 * </pre>
 *
 * A service whose list has an error is left out as a whole.
 */
final class EndpointsReader {
    private final NameRules names;
    private final YamlProblems problems;
    private final Map<Authority, List<Endpoint>> endpoints = new LinkedHashMap<>();
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
            problems.add(root, "", "expected: a map from authority to a list of endpoints");
        }
    }

    private void service(NodeTuple tuple) {
        String key = scalar(tuple.getKeyNode());
        Optional<Authority> authority = names.parse(key);
        if (authority.isEmpty()) {
            problems.add(tuple.getKeyNode(), "", "authority: " + key + " (expected: NAME:PORT)");
        } else if (!keys.add(authority.get())) {
            problems.add(tuple.getKeyNode(), "", "authority: " + key + " is there already");
        }
        int before = problems.count();
        List<Endpoint> list = list(key, tuple.getValueNode());
        if (authority.isPresent() && problems.count() == before) {
            endpoints.putIfAbsent(authority.get(), list);
        }
    }

    private List<Endpoint> list(String key, Node value) {
        var list = new ArrayList<Endpoint>();
        if (!(value instanceof SequenceNode sequence)) {
            problems.add(value, key, "expected: a list of endpoints");
            return list;
        }
        Set<InetSocketAddress> addresses = new HashSet<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node item = sequence.getValue().get(i);
            String field = key + "[" + i + "]";
            Endpoint endpoint = endpoint(field, item);
            if (endpoint != null && !addresses.add(endpoint.address())) {
                problems.add(item, field, "address is there already");
            } else if (endpoint != null) {
                list.add(endpoint);
            }
        }
        return list;
    }

    private @Nullable Endpoint endpoint(String field, Node item) {
        if (!(item instanceof MappingNode mapping)) {
            problems.add(item, field, "expected: a map with address, weight and protocol");
            return null;
        }
        var draft = new EndpointDraft(field, problems);
        mapping.getValue().forEach(draft::set);
        return draft.endpoint(mapping).orElse(null);
    }

    /** The text of a scalar; for anything else a text that is no name. */
    private static String scalar(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "<" + node.getNodeId() + ">";
    }
}
