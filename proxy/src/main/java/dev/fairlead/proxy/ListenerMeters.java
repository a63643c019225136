package dev.fairlead.proxy;

import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;

/**
 * What is counted of the connections that a listener accepts, on one loop.
 *
 * @param detection how their protocol was found
 * @param tcpErrors those that led nowhere
 * @param guards what their HTTP/2 did too much of
 */
record ListenerMeters(DetectionMeters detection, TcpErrors tcpErrors, GuardMeters guards) {
    static ListenerMeters of(LoopMetrics metrics, Direction direction) {
        return new ListenerMeters(
                new DetectionMeters(metrics, direction),
                new TcpErrors(metrics, direction),
                new GuardMeters(metrics, direction, GuardMeters.Side.SRC));
    }
}
