package dev.fairlead.proxy.config;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service as a person names it: {@code webapp}, {@code webapp.default.svc.cluster.local:8080}. It
 * is not normalised yet; names are relative to the proxy's namespace and cluster domain.
 *
 * @param name a DNS name, possibly short
 * @param port 1 to 65535, or empty when none was given
 */
public record ServiceName(String name, OptionalInt port) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}))(?::([0-9]{1,5}))?");

    /** Reads {@code NAME} or {@code NAME:PORT}; empty when the text is neither. */
    public static Optional<ServiceName> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(2) == null) {
            return Optional.of(new ServiceName(matcher.group(1), OptionalInt.empty()));
        }
        int port = Integer.parseInt(matcher.group(2));
        return port < 1 || port > 65535
                ? Optional.empty()
                : Optional.of(new ServiceName(matcher.group(1), OptionalInt.of(port)));
    }

    @Override
    public String toString() {
        return port.isPresent() ? name + ":" + port.getAsInt() : name;
    }
}
