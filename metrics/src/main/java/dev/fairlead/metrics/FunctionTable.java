package dev.fairlead.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that are asked for at each scrape. Suppliers of the same labels are summed. Thread-safe.
 */
final class FunctionTable {
    private record Key(ProxyMeter meter, String labels) {}

    /** A registered supplier: itself only, so that taking it away twice takes nothing else. */
    private static final class Source {
        private final DoubleSupplier value;

        Source(DoubleSupplier value) {
            this.value = value;
        }

        double value() {
            return value.getAsDouble();
        }
    }

    private final SeriesBudget budget;
    private final ConcurrentMap<Key, List<Source>> suppliers = new ConcurrentHashMap<>();

    FunctionTable(SeriesBudget budget) {
        this.budget = budget;
    }

    /**
     * Adds a supplier; to the overflow series of the meter if there is no room for these labels.
     */
    Registration register(ProxyMeter meter, String labels, DoubleSupplier value) {
        Key wanted = new Key(meter, labels);
        Source source = new Source(value);
        if (putWithinBudget(wanted, source)) {
            return () -> remove(wanted, source, 1);
        }
        return registerUncounted(meter, LabelText.overflow(meter), value);
    }

    /** Adds a supplier of a series that takes no room, such as the number of series itself. */
    Registration registerUncounted(ProxyMeter meter, String labels, DoubleSupplier value) {
        Key key = new Key(meter, labels);
        Source source = new Source(value);
        suppliers.merge(key, List.of(source), FunctionTable::concat);
        return () -> remove(key, source, 0);
    }

    /** The sums of a meter by labels, sorted. */
    Map<String, Double> values(ProxyMeter meter) {
        Map<String, Double> values = new TreeMap<>();
        suppliers.forEach((key, all) -> {
            if (key.meter == meter) {
                values.put(key.labels, all.stream().mapToDouble(Source::value).sum());
            }
        });
        return values;
    }

    private boolean putWithinBudget(Key key, Source value) {
        return suppliers.compute(
                        key,
                        (wanted, present) -> {
                            if (present != null) {
                                return concat(present, List.of(value));
                            }
                            return budget.take(1) ? List.of(value) : null;
                        })
                != null;
    }

    private void remove(Key key, Source value, int room) {
        suppliers.computeIfPresent(
                key,
                (found, present) -> {
                    List<Source> rest = without(present, value);
                    if (rest == null) {
                        budget.giveBack(room);
                    }
                    return rest;
                });
    }

    private static @Nullable List<Source> without(List<Source> all, Source one) {
        List<Source> rest = new ArrayList<>(all);
        rest.remove(one);
        return rest.isEmpty() ? null : List.copyOf(rest);
    }

    private static List<Source> concat(List<Source> first, List<Source> second) {
        List<Source> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
