package dev.fairlead.cli.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line by which {@code fairlead proxy} says where it listens.
 *
 * @param listener {@code inbound}, {@code outbound} or {@code admin}
 * @param address resolved
 */
record ListenerLine(String listener, InetSocketAddress address) {
    /** The listeners of every sidecar. */
    static final Set<String> ALL = Set.of("inbound", "outbound", "admin");

    private static final Pattern LINE =
            Pattern.compile("(inbound|outbound|admin) ([0-9a-f.:]+):([0-9]{1,5})");

    static Optional<ListenerLine> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        InetAddress host = InetAddress.ofLiteral(matcher.group(2));
        InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(matcher.group(3)));
        return Optional.of(new ListenerLine(matcher.group(1), address));
    }
}
