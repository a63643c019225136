package dev.fairlead.metrics;

/** What kind of number a family holds. */
public enum MeterType {
    /** Only grows, until the process ends or the series expires. */
    COUNTER("counter"),
    /** Goes up and down. */
    GAUGE("gauge"),
    /** Counts of observations at or below each bound, their number and their sum. */
    HISTOGRAM("histogram");

    private final String label;

    MeterType(String label) {
        this.label = label;
    }

    /** The word of the {@code # TYPE} line. */
    public String label() {
        return label;
    }
}
