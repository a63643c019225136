package dev.fairlead.proxy.exchange;

/** Counts the requests of one direction on one loop whose answer has not begun, up to a limit. */
final class InFlight {
    private final int limit;
    private int count;

    /**
     * @param limit from 1
     */
    InFlight(int limit) {
        this.limit = limit;
    }

    /** One more; false if that is too many. */
    boolean enter() {
        if (count >= limit) {
            return false;
        }
        count++;
        return true;
    }

    void leave() {
        count--;
    }
}
