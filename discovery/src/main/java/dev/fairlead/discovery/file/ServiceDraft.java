package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.FailureAccrual;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

/** What the file of endpoints says of one service, while it is read. */
final class ServiceDraft {
    private final String key;
    private final YamlProblems problems;
    private final Set<String> given = new HashSet<>();
    private final Set<InetSocketAddress> addresses = new HashSet<>();
    private List<Endpoint> endpoints = List.of();
    private Optional<FailureAccrual> failureAccrual = Optional.empty();

    ServiceDraft(String key, YamlProblems problems) {
        this.key = key;
        this.problems = problems;
    }

    /** Reads a list of endpoints, or a map that has one and the annotations of the service. */
    EndpointsView read(Node value) {
        switch (value) {
            case SequenceNode list -> endpoints = list(key, list);
            case MappingNode whole -> readMap(whole);
            default -> problems.add(value, key, "expected: a list of endpoints, or a map with one");
        }
        return new EndpointsView(true, endpoints, failureAccrual);
    }

    private void readMap(MappingNode whole) {
        whole.getValue().forEach(this::set);
        if (!given.contains("endpoints")) {
            problems.add(whole, key, "endpoints is missing");
        }
    }

    private void set(NodeTuple tuple) {
        Node name = tuple.getKeyNode();
        Node value = tuple.getValueNode();
        if (!given.add(YamlProblems.text(name))) {
            problems.add(name, key, YamlProblems.text(name) + " is there already");
        }
        switch (YamlProblems.text(name)) {
            case "endpoints" -> readEndpoints(value);
            case "annotations" -> readAnnotations(value);
            default ->
                    problems.add(name, key, "unknown field (expected: annotations or endpoints)");
        }
    }

    private void readEndpoints(Node value) {
        if (value instanceof SequenceNode list) {
            endpoints = list(key + ".endpoints", list);
        } else {
            problems.add(value, key + ".endpoints", "expected: a list of endpoints");
        }
    }

    private void readAnnotations(Node value) {
        String field = key + ".annotations";
        if (!(value instanceof MappingNode mapping)) {
            problems.add(value, field, "expected: a map from annotation to text");
            return;
        }
        Map<String, Node> usable = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (isUsable(tuple, field)
                    && usable.put(YamlProblems.text(tuple.getKeyNode()), tuple.getValueNode())
                            != null) {
                problems.add(tuple.getKeyNode(), field, "the annotation is there already");
            }
        }
        Map<String, String> texts = new HashMap<>();
        usable.forEach((name, node) -> texts.put(name, YamlProblems.text(node)));
        FailureAccrual.Reading reading = FailureAccrual.fromAnnotations(texts);
        failureAccrual = reading.accrual();
        for (FailureAccrual.Problem problem : reading.problems()) {
            Node place = usable.getOrDefault(problem.annotation(), value);
            problems.add(place, field + "." + problem.annotation(), problem.text());
        }
    }

    /** Numbers need no quotes here, although the API server wants them. */
    private boolean isUsable(NodeTuple tuple, String field) {
        String name = YamlProblems.text(tuple.getKeyNode());
        Node value = tuple.getValueNode();
        if (!FailureAccrual.isAnnotation(name)) {
            problems.add(
                    tuple.getKeyNode(),
                    field,
                    name + " is unknown (expected: balancer.linkerd.io/failure-accrual…)");
            return false;
        }
        if (!(value instanceof ScalarNode) || value.getTag().equals(Tag.NULL)) {
            problems.add(value, field + "." + name, "expected: a text");
            return false;
        }
        return true;
    }

    private List<Endpoint> list(String field, SequenceNode sequence) {
        var list = new ArrayList<Endpoint>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node item = sequence.getValue().get(i);
            String place = field + "[" + i + "]";
            Endpoint endpoint = endpoint(place, item);
            if (endpoint != null && !addresses.add(endpoint.address())) {
                problems.add(item, place, "address is there already");
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
}
