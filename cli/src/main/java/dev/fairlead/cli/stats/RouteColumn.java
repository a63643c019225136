package dev.fairlead.cli.stats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** One column of a table of routes, with the name that Linkerd's {@code viz routes} gives it. */
public enum RouteColumn {
    ROUTE,
    SERVICE,
    /** The effective one. */
    SUCCESS,
    /** The effective one. */
    RPS,
    /** Part of the requests that ended well for their client, after all retries. */
    EFFECTIVE_SUCCESS,
    /** Requests of clients per second. */
    EFFECTIVE_RPS,
    /** Part of the attempts that ended well, each retry by itself. */
    ACTUAL_SUCCESS,
    /** Attempts per second. */
    ACTUAL_RPS,
    LATENCY_P50,
    LATENCY_P95,
    LATENCY_P99;

    /** For what a server counted. */
    public static final List<RouteColumn> NARROW =
            List.of(ROUTE, SERVICE, SUCCESS, RPS, LATENCY_P50, LATENCY_P95, LATENCY_P99);

    /** For what a client's sidecar counted, which may have retried. */
    public static final List<RouteColumn> WIDE =
            List.of(
                    ROUTE,
                    SERVICE,
                    EFFECTIVE_SUCCESS,
                    EFFECTIVE_RPS,
                    ACTUAL_SUCCESS,
                    ACTUAL_RPS,
                    LATENCY_P50,
                    LATENCY_P95,
                    LATENCY_P99);

    private static final String NONE = "-";

    /** What it says of a row; a dash where nothing was counted. */
    String cell(RouteRow row) {
        Tally effective = row.counts().effective();
        Tally actual = row.counts().actual();
        return switch (this) {
            case ROUTE -> row.route();
            case SERVICE -> row.service();
            case SUCCESS, EFFECTIVE_SUCCESS -> success(row, effective);
            case RPS, EFFECTIVE_RPS -> rps(row, effective);
            case ACTUAL_SUCCESS -> success(row, actual);
            case ACTUAL_RPS -> rps(row, actual);
            case LATENCY_P50 -> latency(row, 0.5);
            case LATENCY_P95 -> latency(row, 0.95);
            case LATENCY_P99 -> latency(row, 0.99);
        };
    }

    private static String success(RouteRow row, Tally tally) {
        return row.isIdle() || tally.responses() == 0
                ? NONE
                : rounded(100 * tally.success(), 2) + "%";
    }

    private static String rps(RouteRow row, Tally tally) {
        return row.isIdle() || tally.requests() == 0 ? NONE : rounded(row.rps(tally), 1) + "rps";
    }

    private static String latency(RouteRow row, double q) {
        return row.isIdle() ? NONE : rounded(row.latencyMillis(q), 0) + "ms";
    }

    /** Half to even on the exact binary value, as Go's {@code %.1f}: 1.25 is 1.2. */
    static String rounded(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
