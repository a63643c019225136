package dev.fairlead.proxy;

import dev.fairlead.metrics.ProxyMeter;
import dev.fairlead.metrics.ProxyMetrics;
import dev.fairlead.proxy.exchange.ReplayMemory;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.util.List;

/** The figures of memory that depends on traffic: what leaks, or is kept too long, shows here. */
final class BufferMemory {
    private BufferMemory() {}

    /** Puts them on the page, for as long as the process lives. */
    static void show(ProxyMetrics metrics, ReplayMemory replays) {
        var _ = metrics.gauge(ProxyMeter.RETRY_BODY_MEMORY, List.of(), replays::used);
        if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider) {
            ByteBufAllocatorMetric figures = provider.metric();
            var _ =
                    metrics.gauge(
                            ProxyMeter.NETTY_MEMORY, List.of("direct"), figures::usedDirectMemory);
            var _ =
                    metrics.gauge(
                            ProxyMeter.NETTY_MEMORY, List.of("heap"), figures::usedHeapMemory);
        }
    }
}
