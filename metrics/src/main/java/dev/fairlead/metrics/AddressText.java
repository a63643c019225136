package dev.fairlead.metrics;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Addresses as Linkerd's labels write them: IPv6 in the short form of RFC 5952. */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** An address without scope and port. */
    static String ip(InetAddress address) {
        return address instanceof Inet6Address v6 ? shorten(groups(v6)) : address.getHostAddress();
    }

    private static int[] groups(Inet6Address address) {
        byte[] bytes = address.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        return groups;
    }

    /**
     * RFC 5952 §4.2: the first of the longest runs of two or more zero groups becomes a double
     * colon.
     */
    private static String shorten(int[] groups) {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        return start < 0
                ? join(groups, 0, GROUPS)
                : join(groups, 0, start) + "::" + join(groups, start + length, GROUPS);
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
