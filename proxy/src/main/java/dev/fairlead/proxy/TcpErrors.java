package dev.fairlead.proxy;

import dev.fairlead.metrics.Counter;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.proxy.exchange.TargetLabels;
import java.net.InetSocketAddress;

/** Counts connections that could not be accepted or passed on, for one direction on one loop. */
record TcpErrors(LoopMetrics metrics, Direction direction) {
    /** What went wrong, as the label {@code error} says it. */
    enum Problem {
        /** The connection was not to be accepted. */
        UNEXPECTED("unexpected"),
        /** The onward connection failed. */
        IO("i/o");

        private final String label;

        Problem(String label) {
            this.label = label;
        }
    }

    /** Counts one connection that was made for {@code target}. */
    void count(Problem problem, InetSocketAddress target) {
        try (Counter counter = counter(problem.label, TargetLabels.of(target))) {
            counter.increment();
        }
    }

    private Counter counter(String error, TargetLabels target) {
        return switch (direction) {
            case INBOUND ->
                    metrics.counter(
                            ProxyMeter.INBOUND_TCP_ERRORS,
                            error,
                            target.address(),
                            target.ip(),
                            target.port());
            case OUTBOUND ->
                    metrics.counter(
                            ProxyMeter.OUTBOUND_TCP_ERRORS,
                            target.address(),
                            target.ip(),
                            target.port(),
                            error);
        };
    }
}
