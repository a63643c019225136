package dev.fairlead.discovery;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses as text, without a look-up and without exceptions for what the text says.
 *
 * <p>IPv4 is four decimal numbers without leading zeros; IPv6 is RFC 4291 §2.2 without a zone. An
 * IPv4 address mapped into IPv6 ({@code ::ffff:10.0.0.1}) is that IPv4 address. Stateless.
 */
public final class IpLiteral {
    private static final int MAX_LENGTH = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();
    private static final int V6_BYTES = 16;
    private static final int HEX = 16;

    private IpLiteral() {}

    /**
     * Reads an address.
     *
     * @param text without brackets and port
     * @return empty when the text is no address
     */
    public static Optional<InetAddress> parse(CharSequence text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String literal = text.toString();
        byte[] address = literal.indexOf(':') < 0 ? v4(literal) : v6(literal);
        return address == null ? Optional.empty() : Optional.of(ofBytes(address));
    }

    /**
     * The form of an address within an authority: IPv4 as it is, IPv6 in brackets in the form of
     * RFC 5952.
     */
    public static String text(InetAddress address) {
        return address instanceof Inet4Address
                ? address.getHostAddress()
                : "[" + v6Text(address.getAddress()) + "]";
    }

    private static InetAddress ofBytes(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("only thrown for other lengths than 4 and 16", e);
        }
    }

    private static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = decimal(parts[i]);
            if (part < 0) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    /**
     * A number from 0 to 255 without a leading zero, which some readers take for octal; else -1.
     */
    private static int decimal(String text) {
        int length = text.length();
        if (length == 0 || length > 3 || (length > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int value = number(text, 10);
        return value <= 255 ? value : -1;
    }

    private static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] whole = groups(text, true);
            return whole != null && whole.length == V6_BYTES ? whole : null;
        }
        byte[] head = groups(text.substring(0, gap), false);
        byte[] tail = groups(text.substring(gap + 2), true);
        // RFC 4291 §2.2: "::" stands for one group or more
        if (head == null || tail == null || head.length + tail.length > V6_BYTES - 2) {
            return null;
        }
        byte[] address = new byte[V6_BYTES];
        System.arraycopy(head, 0, address, 0, head.length);
        System.arraycopy(tail, 0, address, V6_BYTES - tail.length, tail.length);
        return address;
    }

    /** The bytes of groups between single colons; the last one may be an IPv4 address. */
    private static byte @Nullable [] groups(String text, boolean v4Tail) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        var bytes = new ByteArrayOutputStream(V6_BYTES);
        String[] groups = text.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            boolean dotted = v4Tail && i == groups.length - 1 && groups[i].indexOf('.') >= 0;
            byte[] group = dotted ? v4(groups[i]) : group(groups[i]);
            if (group == null) {
                return null;
            }
            bytes.writeBytes(group);
        }
        return bytes.toByteArray();
    }

    private static byte @Nullable [] group(String text) {
        int value = text.isEmpty() || text.length() > 4 ? -1 : number(text, HEX);
        return value < 0 ? null : new byte[] {(byte) (value >> 8), (byte) value};
    }

    /** The value of at most four ASCII digits of a radix; -1 when there is anything else. */
    private static int number(String text, int radix) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value;
    }

    private static String v6Text(byte[] address) {
        int[] groups = new int[V6_BYTES / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((address[2 * i] & 0xff) << 8) | (address[2 * i + 1] & 0xff);
        }
        Run gap = longestZeros(groups);
        if (gap.length() < 2) { // RFC 5952 §4.2.2: one group alone is not shortened
            return joined(groups, 0, groups.length);
        }
        int after = gap.start() + gap.length();
        return joined(groups, 0, gap.start()) + "::" + joined(groups, after, groups.length);
    }

    /** The first of the longest runs of zero groups. */
    private static Run longestZeros(int[] groups) {
        Run longest = new Run(0, 0);
        int start = 0;
        for (int i = 0; i < groups.length; i++) {
            if (groups[i] != 0) {
                start = i + 1;
            } else if (i + 1 - start > longest.length()) {
                longest = new Run(start, i + 1 - start);
            }
        }
        return longest;
    }

    private static String joined(int[] groups, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private record Run(int start, int length) {}
}
