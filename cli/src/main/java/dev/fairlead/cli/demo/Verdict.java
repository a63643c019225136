package dev.fairlead.cli.demo;

import dev.fairlead.cli.demo.shop.Ledger;
import dev.fairlead.cli.stats.RouteSnapshot;
import java.util.List;

/**
 * Whether the sidecars counted what was sent and answered.
 *
 * @param differences one line for each counter that does not equal what was sent or answered
 * @param idle routes without traffic
 */
record Verdict(List<String> differences, List<String> idle) {
    Verdict {
        differences = List.copyOf(differences);
        idle = List.copyOf(idle);
    }

    /**
     * Compares every counter of every route.
     *
     * @param sent by visitors and by webapp
     * @param answered by authors and books
     */
    static Verdict of(Ledger sent, Ledger answered, RouteSnapshot counted) {
        return new Audit(sent, answered, counted).verdict();
    }

    boolean isGood() {
        return differences.isEmpty() && idle.isEmpty();
    }
}
