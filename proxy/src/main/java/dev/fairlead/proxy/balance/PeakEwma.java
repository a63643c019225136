package dev.fairlead.proxy.balance;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The load of one endpoint: how long it takes to answer, times how many answers are awaited.
 *
 * <p>The round-trip estimate follows a <i>peak</i> at once and forgets it slowly: a sample above
 * the estimate replaces it, one below pulls it down by an exponentially weighted moving average
 * whose weight is the time since the last sample, {@code w = e^(-elapsed / decay)}. So one slow
 * answer drives requests away immediately, and only time brings them back. Reading the load counts
 * as a sample of zero: an endpoint that is never asked looks better and better until somebody tries
 * it again. An endpoint of which nothing is known starts with a cautious default.
 *
 * <p>A failure is a sample too, but a quick one must not look like speed: it counts as twice the
 * estimate, so that an endpoint which always fails is left within a few requests, while one failure
 * among many costs an endpoint little and endpoints that fail alike stay alike. A failed answer
 * that says when to come back counts as so long.
 *
 * <p>The algorithm is that of Twitter's Finagle and of tower's {@code peak_ewma}. Belongs to one
 * event loop.
 */
public final class PeakEwma {
    /** What an endpoint that was never asked is taken to need. */
    public static final Duration DEFAULT_RTT = Duration.ofMillis(30);

    /** How fast a peak is forgotten: after this long, 63 % of it. */
    public static final Duration DEFAULT_DECAY = Duration.ofSeconds(10);

    /** What doubling alone may make of the estimate. */
    public static final Duration MAX_PENALTY = Duration.ofSeconds(5);

    /** The longest that an endpoint is believed when it says when to come back. */
    public static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

    private static final Duration LEAST_RTT = Duration.ofMillis(1);

    private final LongSupplier nanoClock;
    private final double decayNanos;

    private double rttNanos;
    private long stampNanos;
    private int pending;

    /** An endpoint never asked, with the default estimate and decay. */
    public PeakEwma(LongSupplier nanoClock) {
        this(nanoClock, DEFAULT_RTT, DEFAULT_DECAY);
    }

    /**
     * An endpoint never asked.
     *
     * @param nanoClock as {@link System#nanoTime}
     * @param defaultRtt first estimate; under 1 ms counts as 1 ms
     * @param decay over 0
     */
    public PeakEwma(LongSupplier nanoClock, Duration defaultRtt, Duration decay) {
        if (!decay.isPositive()) {
            throw new IllegalArgumentException("decay: " + decay + " (expected: > 0)");
        }
        this.nanoClock = nanoClock;
        this.decayNanos = decay.toNanos();
        this.rttNanos = Math.max(defaultRtt.toNanos(), LEAST_RTT.toNanos());
        this.stampNanos = nanoClock.getAsLong();
    }

    /** One more request is on its way; {@link #finished} or {@link #failed} follows. */
    public void started() {
        pending++;
    }

    /**
     * A request was answered (first byte of the body, or the head if there is none) or was given
     * up.
     *
     * @param elapsedNanos since {@link #started}, from 0
     */
    public void finished(long elapsedNanos) {
        assert pending > 0 : "finished without started";
        pending--;
        observe((double) elapsedNanos);
    }

    /**
     * A request failed, with an answer or without: no reason to send more. The sample is the
     * longest of the time it took, the time that the endpoint asked for (at most {@link
     * #MAX_RETRY_AFTER}), and twice the estimate (at most {@link #MAX_PENALTY}); an estimate above
     * all of them stays.
     *
     * @param elapsedNanos since {@link #started}, from 0
     * @param retryAfterNanos what {@code Retry-After} (RFC 9110 §10.2.3) says, 0 without
     */
    public void failed(long elapsedNanos, long retryAfterNanos) {
        assert pending > 0 : "failed without started";
        pending--;
        observe(0); // what it has come down to by now
        double doubled = Math.min(2 * rttNanos, (double) MAX_PENALTY.toNanos());
        long asked = Math.min(retryAfterNanos, MAX_RETRY_AFTER.toNanos());
        double sample = Math.max(doubled, (double) Math.max(elapsedNanos, asked));
        rttNanos = Math.max(rttNanos, sample);
    }

    /** Requests on their way. */
    public int pending() {
        return pending;
    }

    /** The load: estimate in nanoseconds × (pending + 1). Reading it lets it decay. */
    public double load() {
        return load(1);
    }

    /**
     * The load of one of {@code replicas} equal parts of the endpoint: estimate × (pending /
     * replicas + 1).
     *
     * @param replicas from 1
     */
    double load(double replicas) {
        observe(0);
        return rttNanos * (pending / replicas + 1);
    }

    private void observe(double sampleNanos) {
        long now = nanoClock.getAsLong();
        if (sampleNanos > rttNanos) {
            rttNanos = sampleNanos;
        } else {
            double elapsed = Math.max(0, now - stampNanos);
            double weight = Math.exp(-elapsed / decayNanos);
            rttNanos = rttNanos * weight + sampleNanos * (1 - weight);
        }
        stampNanos = now;
    }
}
