package dev.fairlead.proxy.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Adds up what it is told, for one or several connections; may be read from any thread. */
final class RecordingMeter implements ByteMeter {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicLong read = new AtomicLong();
    final AtomicLong written = new AtomicLong();
    final List<String> closed = new CopyOnWriteArrayList<>();

    @Override
    public void opened() {
        opened.incrementAndGet();
    }

    @Override
    public void read(long bytes) {
        read.addAndGet(bytes);
    }

    @Override
    public void written(long bytes) {
        written.addAndGet(bytes);
    }

    @Override
    public void closed(String errno) {
        closed.add(errno);
    }
}
