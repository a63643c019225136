package dev.fairlead.proxy.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of ports.
 *
 * @param ranges in the order they were given; they may overlap
 */
public record PortSet(List<Range> ranges) {
    /** No port. */
    public static final PortSet EMPTY = new PortSet(List.of());

    public PortSet {
        ranges = List.copyOf(ranges);
    }

    /** Whether {@code port} is in the set. */
    public boolean contains(int port) {
        for (Range range : ranges) {
            if (range.first <= port && port <= range.last) {
                return true;
            }
        }
        return false;
    }

    /** The form in which the set is configured: {@code 25,4000-4100}. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }

    /**
     * Ports that follow one another.
     *
     * @param first 0 to {@code last}
     * @param last to 65535, inclusive
     */
    public record Range(int first, int last) {
        public Range {
            Check.between("last", last, 0, 65535);
            Check.between("first", first, 0, last);
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }
}
