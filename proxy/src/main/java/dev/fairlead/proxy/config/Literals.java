package dev.fairlead.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms that values are written in, as Linkerd's proxy reads them. */
final class Literals {
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,19}");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern DURATION = Pattern.compile("\\s*([0-9]+)(ms|s|m|h|d)?\\s*");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern SOCKET_ADDRESS =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)\\]|([^:\\[\\]]+)):([0-9]{1,5})");
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private Literals() {}

    /** Exactly {@code true} or {@code false}. */
    static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Decimal digits, at most 2⁶³−1. */
    static Optional<Long> number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty(); // 19 digits may be too many
        }
    }

    /** A number with an optional fraction and exponent. */
    static Optional<Double> decimal(String text) {
        return DECIMAL.matcher(text).matches()
                ? Optional.of(Double.parseDouble(text))
                : Optional.empty();
    }

    /** Digits and a unit without a fraction; only 0 needs no unit. */
    static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Long> amount = number(matcher.group(1));
        if (matcher.group(2) == null) {
            return amount.filter(value -> value == 0).map(Duration::ofMillis);
        }
        long unitMillis =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
        // what fits into nanoseconds, 292 years, can be given to any timer
        long max = Long.MAX_VALUE / 1_000_000 / unitMillis;
        return amount.filter(value -> value <= max)
                .map(value -> Duration.ofMillis(value * unitMillis));
    }

    /** An IPv4 address without leading zeros, or an IPv6 one without brackets and zone. */
    static Optional<InetAddress> ip(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // such as two "::"
        }
    }

    /** {@code IP/BITS}, or an address alone. */
    static Optional<Networks.Network> network(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> base = ip(slash < 0 ? text : text.substring(0, slash));
        if (base.isEmpty() || slash < 0) {
            return base.map(
                    address -> new Networks.Network(address, Networks.Network.bitsOf(address)));
        }
        return number(text.substring(slash + 1))
                .filter(bits -> bits <= Networks.Network.bitsOf(base.get()))
                .map(bits -> new Networks.Network(base.get(), Math.toIntExact(bits)));
    }

    /** {@code IP:PORT} or {@code [IPv6]:PORT}; never a host name. */
    static Optional<InetSocketAddress> socketAddress(String text) {
        Matcher matcher = SOCKET_ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        Optional<Integer> port = port(matcher.group(3));
        return ip(host).flatMap(ip -> port.map(value -> new InetSocketAddress(ip, value)));
    }

    /** {@code IP:PORT} or {@code localhost:PORT}, the latter meaning the loopback address. */
    static Optional<InetSocketAddress> localOrSocketAddress(String text) {
        if (!text.startsWith("localhost:")) {
            return socketAddress(text);
        }
        return port(text.substring("localhost:".length()))
                .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** {@code N}, or {@code A-B} with both ends in it. */
    static Optional<PortSet.Range> ports(String text) {
        int dash = text.indexOf('-');
        Optional<Integer> first = port(dash < 0 ? text : text.substring(0, dash));
        Optional<Integer> last = dash < 0 ? first : port(text.substring(dash + 1));
        if (first.isEmpty() || last.isEmpty() || first.get() > last.get()) {
            return Optional.empty();
        }
        return Optional.of(new PortSet.Range(first.get(), last.get()));
    }

    private static Optional<Integer> port(String text) {
        return PORT.matcher(text).matches()
                ? Optional.of(Integer.parseInt(text)).filter(port -> port <= 65535)
                : Optional.empty();
    }
}
