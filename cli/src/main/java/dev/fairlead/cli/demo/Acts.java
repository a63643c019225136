package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.ShopService;
import dev.fairlead.cli.stats.RouteKey;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An unattended demo in two acts: before and after the {@link ProfileEdit}.
 *
 * <pre>
 *  start ──── first act ────► edit ── until the first retry ──► second act ────► last answer
 * </pre>
 */
final class Acts {
    private static final RouteKey RETRIED =
            new RouteKey(
                    "outbound", ShopService.AUTHORS.authority(), ProfileEdit.ROUTE.routeName());

    /** A profile is in force within a second; the first failure after that is soon there. */
    private static final Duration IN_FORCE = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(50);

    /** A sidecar may count a response a moment after its client has it. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Demo demo;
    private final Traffic traffic;
    private RouteSnapshot base = RouteSnapshot.EMPTY;
    private RouteSnapshot all = RouteSnapshot.EMPTY;
    private long baseNanos = System.nanoTime();

    /** The first act begins now. */
    Acts(Demo demo, Traffic traffic) {
        this.demo = demo;
        this.traffic = traffic;
    }

    /**
     * What has been counted so far.
     *
     * @param time how long the act takes, unless the visits end before
     */
    Act first(Duration time) throws InterruptedException {
        traffic.awaitEnd(time);
        RouteSnapshot counted = demo.scrape();
        long now = System.nanoTime();
        Act act = new Act(counted, Duration.ofNanos(now - baseNanos));
        base = counted;
        baseNanos = now;
        return act;
    }

    /**
     * Edits the profile, and lets the second act begin once the edit has shown. It begins at once
     * if the visits end before that.
     *
     * @param told hears what the edit was
     */
    void edit(ProfileEdit edit, Consumer<String> told) throws IOException, InterruptedException {
        told.accept(edit.apply());
        long deadline = System.nanoTime() + IN_FORCE.toNanos();
        while (System.nanoTime() < deadline && !traffic.awaitEnd(POLL)) {
            RouteSnapshot counted = demo.scrape();
            if (counted.counts(RETRIED).retries().sentAgain() > 0) {
                base = counted;
                baseNanos = System.nanoTime();
                return;
            }
        }
    }

    /** What has been counted from then on until the last visit had its answer. */
    Act second() throws InterruptedException {
        traffic.awaitEnd();
        Duration time = Duration.ofNanos(System.nanoTime() - baseNanos);
        settle();
        return new Act(all.minus(base), time);
    }

    /** Whether all that had been counted at the end of the second act is in order. */
    Verdict verdict() {
        return demo.verdict(all);
    }

    private void settle() throws InterruptedException {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        all = demo.scrape();
        while (!verdict().isGood() && System.nanoTime() < deadline) {
            Thread.sleep(POLL);
            all = demo.scrape();
        }
    }
}
