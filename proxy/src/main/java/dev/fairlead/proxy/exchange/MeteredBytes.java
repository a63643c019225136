package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.TransportMeters;
import dev.fairlead.proxy.transport.ByteMeter;

/** Feeds what a connection does to the meters of its label set. */
public record MeteredBytes(TransportMeters meters) implements ByteMeter {
    @Override
    public void opened() {
        meters.opened();
    }

    @Override
    public void read(long bytes) {
        meters.read(bytes);
    }

    @Override
    public void written(long bytes) {
        meters.written(bytes);
    }

    @Override
    public void closed(String errno) {
        meters.closed(errno);
    }
}
