package dev.fairlead.metrics;

/** Numbers as the exposition format writes them. */
final class Numbers {
    /** Above this, a double no longer holds every whole number. */
    private static final double EXACT = 1L << 53;

    private Numbers() {}

    /**
     * A whole number without a decimal point, any other as short as it can be read back exactly.
     */
    static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            return Long.toString((long) value);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}
