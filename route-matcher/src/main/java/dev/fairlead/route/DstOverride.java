package dev.fairlead.route;

/**
 * One target of a traffic split.
 *
 * @param authority {@code name} or {@code name:port}; a missing port is the one that was asked for
 * @param weight share of the traffic in ten-thousandths of the written quantity: {@code 1} is
 *     10000, {@code 500m} is 5000; 0 takes the target out of the split
 */
public record DstOverride(String authority, int weight) {

    /** The weight of a target that is written as {@code 1}. */
    public static final int UNIT = 10_000;

    public DstOverride {
        if (authority.isEmpty()) {
            throw new IllegalArgumentException("authority: (empty) (expected: name or name:port)");
        }
        if (weight < 0) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: >= 0)");
        }
    }
}
