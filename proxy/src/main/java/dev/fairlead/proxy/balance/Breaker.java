package dev.fairlead.proxy.balance;

import dev.fairlead.discovery.FailureAccrual;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The circuit breaker of one endpoint: after so many failures in a row nothing is sent there for a
 * while, then one request finds out whether it is worth it again.
 *
 * <pre>
 *              N failures in a row            the penalty is over
 *   CLOSED ─────────────────────────▶ OPEN ────────────────────────▶ HALF_OPEN ◀──┐
 *     ▲ ▲                              ▲                              │           │
 *     │ │                              │ failure: a longer penalty    │ one       │ the probe was
 *     │ └──────────────────────────────┼────────┐                     │ request   │ given up or
 *     │   success                      │        │                     ▼           │ not heard of
 *     │                                └────────┴────────────────── PROBING ──────┘
 *     └── the service no longer asks for a breaker
 * </pre>
 *
 * <p>A penalty is {@code minPenalty} doubled with each failed probe, with jitter, up to {@code
 * maxPenalty}; a success starts it anew. What was sent before the breaker opened and ends while it
 * is open or half-open says nothing new and is ignored. Ended requests do not say which they were,
 * so while a probe is out the first success or failure of any decides. A request that is given up
 * decides nothing: the probe is lost for certain when nothing is in flight any more, and is taken
 * for lost when it has not been heard of for as long as the next penalty would be.
 *
 * <p>Each request that {@link #admitted} announces is followed by exactly one of {@link
 * #succeeded}, {@link #failed} and {@link #abandoned}. Without a {@link FailureAccrual} the breaker
 * stays closed. It has no timer: after {@link #remainingNanos} somebody must call {@link
 * #timePassed}. Belongs to one event loop.
 */
public final class Breaker {
    /** What the breaker lets through. */
    public enum State {
        /** Everything. */
        CLOSED,
        /** Nothing, until the penalty is over. */
        OPEN,
        /** The next request, as a probe. */
        HALF_OPEN,
        /** Nothing, until the probe has ended. */
        PROBING
    }

    private final LongSupplier nanoClock;
    private final RandomGenerator random;

    private Optional<FailureAccrual> accrual = Optional.empty();
    private State state = State.CLOSED;

    /** In a row, while closed. */
    private int failures;

    /** In a row, since it was last closed. */
    private int penalties;

    /** When time alone changes the state, if it is open or probing. */
    private long untilNanos;

    private int inFlight;

    /**
     * A closed breaker.
     *
     * @param nanoClock as {@link System#nanoTime}
     * @param random the jitter
     */
    public Breaker(LongSupplier nanoClock, RandomGenerator random) {
        this.nanoClock = nanoClock;
        this.random = random;
    }

    /**
     * Follows what the service asks for from now on. A breaker that is asked for something else
     * keeps its state; one that is not asked for closes.
     */
    public void follow(Optional<FailureAccrual> next) {
        accrual = next;
        if (next.isEmpty()) {
            close();
        }
    }

    /** What it lets through now. */
    public State state() {
        return state;
    }

    /** Whether a request may be sent. */
    public boolean admits() {
        return state == State.CLOSED || state == State.HALF_OPEN;
    }

    /** A request is sent; in half-open it is the probe. */
    public void admitted() {
        inFlight++;
        if (state == State.HALF_OPEN) {
            state = State.PROBING;
            startClock();
        }
    }

    /** A request was answered, and well. */
    public void succeeded() {
        left();
        if (state == State.CLOSED) {
            failures = 0;
        } else if (state == State.PROBING) {
            close();
        }
    }

    /** A request was answered with a failure, or not at all. */
    public void failed() {
        left();
        if (state == State.PROBING) {
            open();
        } else if (state == State.CLOSED && accrual.isPresent()) {
            failures++;
            if (failures >= accrual.get().maxFailures()) {
                open();
            }
        }
    }

    /** A request was given up before anything could be said of the endpoint. */
    public void abandoned() {
        left();
        if (state == State.PROBING && inFlight == 0) {
            state = State.HALF_OPEN;
        }
    }

    /** Nanoseconds until {@link #timePassed} changes the state, if it is open or probing. */
    public long remainingNanos() {
        return Math.max(0, untilNanos - nanoClock.getAsLong());
    }

    /** Ends a penalty that is over, and gives up a probe that was waited for long enough. */
    public void timePassed() {
        if (!admits() && remainingNanos() == 0) {
            state = State.HALF_OPEN;
        }
    }

    private void left() {
        assert inFlight > 0 : "ended without being admitted";
        inFlight--;
    }

    private void close() {
        state = State.CLOSED;
        failures = 0;
        penalties = 0;
    }

    private void open() {
        state = State.OPEN;
        startClock();
        penalties++;
    }

    private void startClock() {
        FailureAccrual asked = accrual.orElse(FailureAccrual.DEFAULT);
        Backoff backoff = new Backoff(asked.minPenalty(), asked.maxPenalty(), asked.jitterRatio());
        untilNanos = nanoClock.getAsLong() + backoff.nanos(penalties, random);
    }

    @Override
    public String toString() {
        return state + ", " + inFlight + " in flight";
    }
}
