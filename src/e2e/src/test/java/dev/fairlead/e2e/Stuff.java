package dev.fairlead.e2e;

import java.util.Arrays;
import java.util.Random;

/**
 * Bytes of large bodies, each known by its position, so that what is lost, doubled or swapped is
 * seen. They repeat after a prime number of bytes, which no frame or buffer is a multiple of.
 */
final class Stuff {
    private static final int PERIOD = 65_521;
    private static final byte[] TWICE = twice();

    private long position;

    private static byte[] twice() {
        byte[] once = new byte[PERIOD];
        new Random(PERIOD).nextBytes(once);
        byte[] twice = new byte[2 * PERIOD];
        System.arraycopy(once, 0, twice, 0, PERIOD);
        System.arraycopy(once, 0, twice, PERIOD, PERIOD);
        return twice;
    }

    /** The bytes from the position on, {@link #PERIOD} at the most. */
    void next(byte[] into, int length) {
        System.arraycopy(TWICE, (int) (position % PERIOD), into, 0, length);
        position += length;
    }

    /** Whether these bytes are the next; then the position moves behind them. */
    boolean isNext(byte[] bytes, int length) {
        for (int from = 0; from < length; from += PERIOD) {
            int part = Math.min(PERIOD, length - from);
            int at = (int) (position % PERIOD);
            if (!Arrays.equals(TWICE, at, at + part, bytes, from, from + part)) {
                return false;
            }
            position += part;
        }
        return true;
    }

    long position() {
        return position;
    }
}
