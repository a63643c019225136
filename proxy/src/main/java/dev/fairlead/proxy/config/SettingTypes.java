package dev.fairlead.proxy.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The types that settings have. */
final class SettingTypes {
    static final SettingType<Boolean> BOOL = SettingType.one("true or false", Literals::bool);

    static final SettingType<Duration> DURATION =
            SettingType.one("a duration such as 300ms, 10s, 5m, or 0", Literals::duration);

    static final SettingType<Duration> POSITIVE_DURATION =
            SettingType.one(
                    "a duration above 0 such as 300ms, 10s, 5m",
                    text -> Literals.duration(text).filter(Duration::isPositive));

    static final SettingType<InetSocketAddress> SOCKET_ADDRESS =
            SettingType.one("IP:PORT, or [IPV6]:PORT", Literals::socketAddress);

    static final SettingType<List<InetSocketAddress>> SOCKET_ADDRESSES =
            SettingType.list(
                    "one or two of IP:PORT",
                    items ->
                            all(items, Literals::socketAddress)
                                    .filter(list -> !list.isEmpty())
                                    .filter(list -> list.size() <= ListenConfig.MAX_OUTBOUND));

    static final SettingType<InetSocketAddress> APP =
            SettingType.one(
                    "IP:PORT or localhost:PORT, the port from 1",
                    text -> Literals.localOrSocketAddress(text).filter(app -> app.getPort() > 0));

    static final SettingType<Set<InetAddress>> IPS =
            SettingType.list(
                    "IP addresses separated by commas, without blanks",
                    items ->
                            all(items, Literals::ip)
                                    .filter(list -> !list.isEmpty())
                                    .map(LinkedHashSet::new));

    static final SettingType<Networks> NETWORKS =
            SettingType.list(
                    "networks such as 10.0.0.0/8,fd00::/8, or addresses",
                    items -> all(notBlank(items), Literals::network).map(Networks::new));

    static final SettingType<PortSet> PORTS =
            SettingType.list(
                    "ports from 0 to 65535 or ranges of them, such as 25,4000-4100",
                    items -> all(notBlank(items), Literals::ports).map(PortSet::new));

    static final SettingType<Path> PATH = SettingType.one("a path", SettingTypes::path);

    static final SettingType<List<Path>> PATHS =
            SettingType.list("paths", items -> all(notBlank(items), SettingTypes::path));

    static final SettingType<ServiceName> SERVICE =
            SettingType.one("NAME or NAME:PORT, the port from 1", ServiceName::parse);

    static final SettingType<String> LABEL =
            matching("a DNS label", "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    static final SettingType<String> DOMAIN =
            matching("a DNS name", "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\\.?");

    static final SettingType<LogFilter> LOG_FILTER =
            SettingType.one("a filter such as warn,fairlead=info", LogFilter::parse);

    static final SettingType<LogConfig.Format> LOG_FORMAT =
            SettingType.one("plain or json", SettingTypes::logFormat);

    private SettingTypes() {}

    /** A whole number from {@code min} to {@code max}, inclusive. */
    static SettingType<Long> number(long min, long max) {
        String expected =
                max == Long.MAX_VALUE
                        ? "a whole number from " + min
                        : "a whole number from " + min + " to " + max;
        return SettingType.one(
                expected,
                text -> Literals.number(text).filter(value -> min <= value && value <= max));
    }

    /** A number from 0 to {@code max}. */
    static SettingType<Double> ratio(double max) {
        return SettingType.one(
                "a number from 0 to " + max,
                text -> Literals.decimal(text).filter(value -> value >= 0 && value <= max));
    }

    private static SettingType<String> matching(String expected, String regex) {
        Pattern pattern = Pattern.compile(regex);
        return SettingType.one(
                expected, text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()));
    }

    private static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<LogConfig.Format> logFormat(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "plain" -> Optional.of(LogConfig.Format.PLAIN);
            case "json" -> Optional.of(LogConfig.Format.JSON);
            default -> Optional.empty();
        };
    }

    private static List<String> notBlank(List<String> items) {
        return items.stream().map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    private static <T> Optional<List<T>> all(
            List<String> items, Function<String, Optional<T>> reader) {
        List<T> values = new ArrayList<>();
        for (String item : items) {
            Optional<T> value = reader.apply(item);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }
}
