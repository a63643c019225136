package dev.fairlead.discovery.file;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.Endpoint.ProtocolHint;
import dev.fairlead.discovery.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/** An endpoint while its fields are read. */
final class EndpointDraft {
    private static final int MAX_WEIGHT = 1_000_000;
    private static final int MAX_PORT = 65_535;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,6}");

    private final String field;
    private final YamlProblems problems;
    private final Set<String> given = new HashSet<>();
    private @Nullable InetSocketAddress address;
    private int weight = 1;
    private ProtocolHint protocol = ProtocolHint.NONE;
    private Optional<String> authority = Optional.empty();

    EndpointDraft(String field, YamlProblems problems) {
        this.field = field;
        this.problems = problems;
    }

    void set(NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        String name = YamlProblems.text(key);
        if (!given.add(name)) {
            problems.add(key, field, name + " is there already");
        }
        Node value = tuple.getValueNode();
        switch (name) {
            case "address" -> address = address(value);
            case "weight" -> weight = weight(value);
            case "protocol" -> protocol = protocol(value);
            case "authority" -> authority = authority(value);
            default ->
                    problems.add(
                            key,
                            field,
                            "unknown field (expected: address, weight, protocol or authority)");
        }
    }

    /** The endpoint, when it has an address. */
    Optional<Endpoint> endpoint(MappingNode whole) {
        if (!given.contains("address")) {
            problems.add(whole, field, "address is missing");
        }
        return Optional.ofNullable(address)
                .map(at ->
                        new Endpoint(
                                at, weight, protocol, Collections.emptySortedMap(), authority));
    }

    private @Nullable InetSocketAddress address(Node value) {
        String text = YamlProblems.text(value);
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        Optional<InetAddress> ip =
                host.startsWith("[") && host.endsWith("]")
                        ? IpLiteral.parse(host.substring(1, host.length() - 1))
                        : IpLiteral.parse(host);
        int port = number(text.substring(colon + 1), MAX_PORT);
        boolean bracketed = host.startsWith("[") == host.contains(":");
        if (colon < 0 || ip.isEmpty() || !bracketed || port < 1) {
            problems.add(value, field + ".address", text + " (expected: IP:PORT or [IPv6]:PORT)");
            return null;
        }
        return new InetSocketAddress(ip.get(), port);
    }

    private int weight(Node value) {
        int number =
                value.getTag().equals(Tag.INT) ? number(YamlProblems.text(value), MAX_WEIGHT) : -1;
        if (number < 1) {
            String expected = " (expected: a number from 1 to " + MAX_WEIGHT + ")";
            problems.add(value, field + ".weight", YamlProblems.text(value) + expected);
            return 1;
        }
        return number;
    }

    private ProtocolHint protocol(Node value) {
        return switch (YamlProblems.text(value)) {
            case "h2" -> ProtocolHint.HTTP_2;
            case "http1" -> ProtocolHint.HTTP_1;
            default -> {
                problems.add(
                        value,
                        field + ".protocol",
                        YamlProblems.text(value) + " (expected: h2 or http1)");
                yield ProtocolHint.NONE;
            }
        };
    }

    private Optional<String> authority(Node value) {
        String text = YamlProblems.text(value);
        if (!Endpoint.isAuthority(text)) {
            problems.add(value, field + ".authority", text + " (expected: HOST or HOST:PORT)");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** The number from 1 to {@code max} that the text is, or -1. */
    private static int number(String text, int max) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        return number <= max ? number : -1;
    }
}
