package dev.fairlead.cli.stats;

/**
 * Requests, and how they ended.
 *
 * @param requests that came
 * @param successes responses that count as good
 * @param failures responses that count as bad
 * @param timeouts those failures that were cut by a timeout, {@code error="timeout"}
 */
public record Tally(long requests, long successes, long failures, long timeouts) {
    /** Nothing came. */
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    /** How many ended with a verdict. */
    public long responses() {
        return successes + failures;
    }

    /** Part of the responses that count as good, 0 to 1; 0 without responses. */
    public double success() {
        return responses() == 0 ? 0 : (double) successes / responses();
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                requests + other.requests,
                successes + other.successes,
                failures + other.failures,
                timeouts + other.timeouts);
    }

    /** What has come since an earlier state of the same counters. */
    public Tally minus(Tally earlier) {
        return new Tally(
                Math.max(0, requests - earlier.requests),
                Math.max(0, successes - earlier.successes),
                Math.max(0, failures - earlier.failures),
                Math.max(0, timeouts - earlier.timeouts));
    }
}
