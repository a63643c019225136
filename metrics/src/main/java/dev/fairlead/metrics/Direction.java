package dev.fairlead.metrics;

/** Which way a request or connection goes, seen from the application that the proxy guards. */
public enum Direction {
    /** Towards the application. */
    INBOUND("inbound"),
    /** Away from the application. */
    OUTBOUND("outbound");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /** The value of the label {@code direction}. */
    public String label() {
        return label;
    }
}
