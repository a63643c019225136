package dev.fairlead.proxy.balance;

/**
 * Weights by position, with sums of the first so many and the search for a position by such a sum,
 * each in O(log n): a binary indexed tree (Fenwick, <i>A New Data Structure for Cumulative
 * Frequency Tables</i>, 1994). Node <i>i</i>, from 1, holds the sum of the {@code i & -i} weights
 * that end with the one at position {@code i - 1}.
 */
final class WeightTree {
    private final long[] nodes;
    private final int topStep;

    private long total;

    /** All weights are 0. */
    WeightTree(int size) {
        nodes = new long[size + 1];
        topStep = Integer.highestOneBit(size);
    }

    /** Adds {@code delta}, which may be negative, to the weight at {@code position}. */
    void add(int position, long delta) {
        total += delta;
        for (int i = position + 1; i < nodes.length; i += i & -i) {
            nodes[i] += delta;
        }
    }

    long total() {
        return total;
    }

    /** The sum of the weights before {@code position}. */
    long before(int position) {
        long sum = 0;
        for (int i = position; i > 0; i -= i & -i) {
            sum += nodes[i];
        }
        return sum;
    }

    /**
     * The position whose share of the line from 0 to {@link #total} holds {@code point}. Positions
     * of weight 0 have no share.
     *
     * @param point from 0, under the total
     */
    int find(long point) {
        int position = 0;
        long left = point;
        for (int step = topStep; step > 0; step >>= 1) {
            int next = position + step;
            if (next < nodes.length && nodes[next] <= left) {
                position = next;
                left -= nodes[next];
            }
        }
        return position;
    }
}
