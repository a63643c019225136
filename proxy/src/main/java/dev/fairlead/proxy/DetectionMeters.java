package dev.fairlead.proxy;

import dev.fairlead.metrics.Counter;
import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.LoopMetrics;
import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.proxy.transport.DetectionResult;
import java.util.EnumMap;
import java.util.Map;

/** Counts how protocol detection ended, for one direction on one loop. */
final class DetectionMeters {
    private final Map<DetectionResult, Counter> results = new EnumMap<>(DetectionResult.class);
    private final Counter timeouts;

    DetectionMeters(LoopMetrics metrics, Direction direction) {
        ProxyMeter family =
                switch (direction) {
                    case INBOUND -> ProxyMeter.INBOUND_DETECT_RESULTS;
                    case OUTBOUND -> ProxyMeter.OUTBOUND_DETECT_RESULTS;
                };
        for (DetectionResult result : DetectionResult.values()) {
            results.put(result, metrics.counter(family, result.label()));
        }
        timeouts = metrics.counter(ProxyMeter.DETECT_TIMEOUT, direction.label());
    }

    void count(DetectionResult result) {
        Counter counter = results.get(result);
        if (counter != null) {
            counter.increment();
        }
        if (result == DetectionResult.READ_TIMEOUT) {
            timeouts.increment();
        }
    }
}
