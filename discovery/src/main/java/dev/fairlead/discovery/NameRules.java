package dev.fairlead.discovery;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the names of services are read: the forms that a pod's resolver accepts become one full name.
 *
 * <pre>
 * books                            books.NAMESPACE.svc.DOMAIN
 * books.shop                       books.shop.svc.DOMAIN
 * books.shop.svc                   books.shop.svc.DOMAIN
 * books.shop.svc.DOMAIN            stays
 * books-0.books.shop.svc           books-0.books.shop.svc.DOMAIN
 * localhost, *.localhost           stays
 * api.stripe.com                   stays: three labels and more that do not end in svc
 * 10.0.0.1, [2001:DB8:0::1]        10.0.0.1, [2001:db8::1]
 * </pre>
 *
 * Case does not matter and a final dot is dropped. Two labels always mean a service and its
 * namespace, as for the resolver, which asks the cluster first; files and requests pass the same
 * rules, so that {@code example.com} still meets {@code example.com}.
 *
 * <p>Names may hold letters, digits, hyphens and underscores (RFC 1123 §2.1; underscores occur in
 * practice), at most 63 in a label and 253 in all. A name of digits and dots alone is an IPv4
 * address or nothing.
 *
 * <p>Immutable; remembers nothing about the names it reads, so that requests cannot fill it.
 */
public final class NameRules {
    /** The port of an authority that names none. */
    public static final int DEFAULT_PORT = 80;

    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;
    private static final int MAX_AUTHORITY = MAX_NAME + ".:65535".length();
    private static final int MAX_PORT = 65_535;
    private static final String LOCALHOST = "localhost";

    private final String namespace;
    private final String clusterDomain;
    private final String serviceSuffix;

    /**
     * Rules for names as seen from one namespace.
     *
     * @param namespace the namespace that a name of one label belongs to
     * @param clusterDomain {@code cluster.local}; case and a final dot do not matter
     * @throws IllegalArgumentException when one of them is no name
     */
    public NameRules(String namespace, String clusterDomain) {
        this.namespace = required("namespace", namespace);
        this.clusterDomain = required("clusterDomain", clusterDomain);
        if (this.namespace.indexOf('.') >= 0) {
            throw new IllegalArgumentException(
                    "namespace: " + namespace + " (expected: one label, without dots)");
        }
        this.serviceSuffix = ".svc." + this.clusterDomain;
    }

    /** The namespace that a name of one label belongs to. */
    public String namespace() {
        return namespace;
    }

    /** The domain of the cluster, lower-case and without a final dot. */
    public String clusterDomain() {
        return clusterDomain;
    }

    /** {@link #parse(CharSequence, int)} with {@link #DEFAULT_PORT}. */
    public Optional<Authority> parse(CharSequence hostAndPort) {
        return parse(hostAndPort, DEFAULT_PORT);
    }

    /**
     * Reads an authority, possibly from an untrusted peer: never throws for what it says.
     *
     * @param hostAndPort {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}; an
     *     empty port counts as none (RFC 3986 §3.2.3)
     * @param defaultPort 1 to 65535, used when the text names no port
     * @return empty when the text is no authority
     */
    public Optional<Authority> parse(CharSequence hostAndPort, int defaultPort) {
        if (hostAndPort.length() > MAX_AUTHORITY) {
            return Optional.empty();
        }
        int hostEnd = hostEnd(hostAndPort);
        int port = port(hostAndPort, hostEnd, defaultPort);
        if (hostEnd < 1 || port < 1) {
            return Optional.empty();
        }
        String name = fullName(hostAndPort, hostEnd);
        return name == null ? Optional.empty() : Optional.of(new Authority(name, port));
    }

    /**
     * The service that a full name belongs to: {@code books.shop.svc.DOMAIN} and the names of its
     * instances, {@code books-0.books.shop.svc.DOMAIN}.
     *
     * @param fullName as in {@link Authority#name()}
     * @return empty when it is no name of a service of this cluster
     */
    public Optional<ServiceName> service(String fullName) {
        if (!fullName.endsWith(serviceSuffix)) {
            return Optional.empty();
        }
        String inCluster = fullName.substring(0, fullName.length() - serviceSuffix.length());
        List<String> labels = List.of(inCluster.split("\\.", -1));
        int count = labels.size();
        if ((count != 2 && count != 3) || labels.contains("")) {
            return Optional.empty();
        }
        return Optional.of(new ServiceName(labels.get(count - 2), labels.get(count - 1)));
    }

    /** {@code books.shop.svc.DOMAIN}. */
    public String fullName(ServiceName service) {
        return service.service() + "." + service.namespace() + serviceSuffix;
    }

    private static String required(String what, String name) {
        String normal = dnsName(name, name.length());
        if (normal == null) {
            throw new IllegalArgumentException(what + ": " + name + " (expected: a DNS name)");
        }
        return normal;
    }

    /** Where the host ends: behind the closing bracket, before the colon, or at the end. */
    private static int hostEnd(CharSequence text) {
        if (!text.isEmpty() && text.charAt(0) == '[') {
            return indexOf(text, ']') + 1;
        }
        int colon = indexOf(text, ':');
        return colon < 0 ? text.length() : colon;
    }

    private static int indexOf(CharSequence text, char wanted) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The port that starts with the colon at {@code from}; 0 or -1 when there is no legal one. */
    private static int port(CharSequence text, int from, int defaultPort) {
        int digits = text.length() - from - 1;
        if (digits <= 0) {
            return digits < 0 || text.charAt(from) == ':' ? defaultPort : -1;
        }
        if (text.charAt(from) != ':' || digits > 5) {
            return -1;
        }
        int port = 0;
        for (int i = from + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            port = port * 10 + digit;
        }
        return port <= MAX_PORT ? port : -1;
    }

    private @Nullable String fullName(CharSequence text, int end) {
        if (text.charAt(0) == '[') {
            CharSequence literal = text.subSequence(1, end - 1);
            // RFC 3986 §3.2.2: brackets hold IPv6 only
            return indexOf(literal, ':') < 0 ? null : address(literal);
        }
        String name = dnsName(text, end);
        if (name == null) {
            return null;
        }
        String full = isNumeric(name) ? address(name) : expand(name);
        return full == null || full.length() > MAX_NAME ? null : full;
    }

    private static @Nullable String address(CharSequence literal) {
        Optional<InetAddress> address = IpLiteral.parse(literal);
        return address.isEmpty() ? null : IpLiteral.text(address.get());
    }

    private static boolean isNumeric(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private String expand(String name) {
        if (isAbsolute(name)) {
            return name;
        }
        int firstDot = name.indexOf('.');
        if (firstDot < 0) {
            return name + "." + namespace + serviceSuffix;
        }
        if (name.indexOf('.', firstDot + 1) < 0) {
            return name + serviceSuffix;
        }
        return name.endsWith(".svc") ? name + "." + clusterDomain : name;
    }

    /** RFC 6761 §6.3 keeps {@code localhost} from every search list. */
    private boolean isAbsolute(String name) {
        return isWithin(name, clusterDomain) || isWithin(name, LOCALHOST);
    }

    private static boolean isWithin(String name, String domain) {
        if (!name.endsWith(domain)) {
            return false;
        }
        int before = name.length() - domain.length() - 1;
        return before < 0 || name.charAt(before) == '.';
    }

    /** The name up to {@code end} in lower case without its final dot, or null when illegal. */
    private static @Nullable String dnsName(CharSequence text, int end) {
        int length = end > 0 && text.charAt(end - 1) == '.' ? end - 1 : end;
        if (length == 0 || length > MAX_NAME) {
            return null;
        }
        char[] name = new char[length];
        int labelStart = 0;
        for (int i = 0; i < length; i++) {
            name[i] = lowerCase(text.charAt(i));
            if (name[i] == '.') {
                if (!isLabel(name, labelStart, i)) {
                    return null;
                }
                labelStart = i + 1;
            }
        }
        return isLabel(name, labelStart, length) ? new String(name) : null;
    }

    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    private static boolean isLabel(char[] name, int start, int end) {
        if (end == start || end - start > MAX_LABEL) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!isNameCharacter(name[i])) {
                return false;
            }
        }
        return name[start] != '-' && name[end - 1] != '-';
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
