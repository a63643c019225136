package dev.fairlead.metrics;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The figures of the virtual machine, from its management beans. */
final class JvmFigures {
    private static final double MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

    void addTo(RuntimeMeters meters) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        addArea(meters, "heap", memory::getHeapMemoryUsage);
        addArea(meters, "nonheap", memory::getNonHeapMemoryUsage);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(gc -> addCollector(meters, gc));
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
                .forEach(pool -> addPool(meters, pool));
        meters.add(ProxyMeter.JVM_THREADS, ManagementFactory.getThreadMXBean()::getThreadCount);
    }

    private static void addArea(RuntimeMeters meters, String area, Supplier<MemoryUsage> usage) {
        meters.add(ProxyMeter.JVM_MEMORY_USED, () -> usage.get().getUsed(), area);
        meters.add(ProxyMeter.JVM_MEMORY_COMMITTED, () -> usage.get().getCommitted(), area);
        meters.add(ProxyMeter.JVM_MEMORY_MAX, () -> usage.get().getMax(), area);
    }

    private static void addCollector(RuntimeMeters meters, GarbageCollectorMXBean gc) {
        meters.add(ProxyMeter.JVM_GC_COLLECTIONS, gc::getCollectionCount, gc.getName());
        meters.add(
                ProxyMeter.JVM_GC_PAUSE,
                () -> gc.getCollectionTime() / MILLIS_PER_SECOND,
                gc.getName());
    }

    private static void addPool(RuntimeMeters meters, BufferPoolMXBean pool) {
        meters.add(ProxyMeter.JVM_BUFFERS, pool::getCount, pool.getName());
        meters.add(ProxyMeter.JVM_BUFFER_MEMORY, pool::getMemoryUsed, pool.getName());
    }
}
