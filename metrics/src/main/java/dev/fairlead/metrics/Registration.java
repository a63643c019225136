package dev.fairlead.metrics;

/** A gauge that is on the page until it is closed. */
public interface Registration extends AutoCloseable {
    /** Takes the gauge off the page; idempotent, from any thread. */
    @Override
    void close();
}
