package dev.fairlead.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.ServiceView;
import dev.fairlead.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listener that remembers what it was told, for a test to wait for. */
final class Told<V> implements Consumer<V> {
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<V> values = new LinkedBlockingQueue<>();

    @Override
    public void accept(V value) {
        values.add(value);
    }

    /** The next value; fails when none comes. */
    V next() {
        try {
            V value = values.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(value).as("a value within %s s", PATIENCE_SECONDS).isNotNull();
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What was told and not waited for. */
    List<V> rest() {
        var rest = new ArrayList<V>();
        values.drainTo(rest);
        return rest;
    }

    /** The names of the routes in force, or {@code none}. */
    static String routes(ServiceView view) {
        return view.profile()
                .map(profile -> profile.table().routes().stream().map(Route::name).toList())
                .map(names -> String.join(",", names))
                .orElse("none");
    }
}
