package dev.fairlead.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number with one writing thread and any number of readers.
 *
 * <p>The writer's own view is exact, so an addition needs no atomic instruction; opaque access
 * keeps each write whole and lets readers see it soon. Who reads after the writer ended, having
 * joined it, reads the exact value.
 */
final class Cell {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Cell.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    /** Adds; on the writing thread only. */
    void add(long amount) {
        VALUE.setOpaque(this, value + amount);
    }

    long get() {
        return (long) VALUE.getOpaque(this);
    }
}
