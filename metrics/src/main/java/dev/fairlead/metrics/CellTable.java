package dev.fairlead.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A small map from numbers to cells: one thread adds, any thread looks up.
 *
 * <p>Open addressing with linear probing, never more than half full. Entries are only ever added, a
 * few in the life of a series set, so each addition publishes a fresh array and a look-up is a
 * multiplication and mostly one comparison.
 */
final class CellTable<T> {
    private static final int GOLDEN = 0x9E3779B9;
    private static final int INITIAL_SIZE = 4;

    private record Entry<T>(int key, T cell) {}

    private volatile @Nullable Entry<T>[] slots = newSlots(INITIAL_SIZE);
    private int size;

    @Nullable T get(int key) {
        @Nullable Entry<T>[] current = slots;
        int mask = current.length - 1;
        int at = home(key, mask);
        while (true) {
            Entry<T> entry = current[at];
            if (entry == null) {
                return null;
            }
            if (entry.key == key) {
                return entry.cell;
            }
            at = (at + 1) & mask;
        }
    }

    /** Adds a key that is not there yet; on the writing thread only. */
    T add(int key, T cell) {
        @Nullable Entry<T>[] current = slots;
        @Nullable Entry<T>[] next;
        if (2 * (size + 1) > current.length) {
            next = newSlots(2 * current.length);
            for (Entry<T> entry : current) {
                if (entry != null) {
                    place(next, entry);
                }
            }
        } else {
            next = Arrays.copyOf(current, current.length);
        }
        place(next, new Entry<>(key, cell));
        size++;
        slots = next;
        return cell;
    }

    private static <T> void place(@Nullable Entry<T>[] slots, Entry<T> entry) {
        int mask = slots.length - 1;
        int at = home(entry.key, mask);
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        slots[at] = entry;
    }

    private static int home(int key, int mask) {
        return ((key * GOLDEN) >>> 16) & mask;
    }

    @SuppressWarnings(
            "unchecked") // an array of a generic type cannot be made otherwise; it holds only what
    // we put
    private static <T> @Nullable Entry<T>[] newSlots(int length) {
        return (@Nullable Entry<T>[]) new Entry<?>[length];
    }
}
