package dev.fairlead.proxy.pool;

import dev.fairlead.proxy.http.UpstreamEdge;
import dev.fairlead.proxy.http.UpstreamListener;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link ConnectionPool}, from the moment it is asked for. */
abstract sealed class UpstreamConnection implements UpstreamListener
        permits UpstreamConnection.Single, UpstreamConnection.Multiplexed {
    final ConnectionPool pool;
    private @Nullable UpstreamEdge edge;

    private UpstreamConnection(ConnectionPool pool) {
        this.pool = pool;
    }

    @Override
    public final void connected(UpstreamEdge edge) {
        this.edge = edge;
        connected();
    }

    abstract void connected();

    final UpstreamEdge edge() {
        UpstreamEdge present = edge;
        if (present == null) {
            throw new IllegalStateException("not connected");
        }
        return present;
    }

    /** HTTP/1: carries one request at a time. */
    static final class Single extends UpstreamConnection {
        private final Waiting first;
        private long idleSinceNanos;

        /**
         * @param first the request that it is made for
         */
        Single(ConnectionPool pool, Waiting first) {
            super(pool);
            this.first = first;
        }

        @Override
        void connected() {
            pool.connected(this, first);
        }

        @Override
        public void room() {
            pool.idle(this);
        }

        @Override
        public void goingAway() {
            pool.gone(this);
        }

        @Override
        public void closed() {
            pool.gone(this);
        }

        long idleSinceNanos() {
            return idleSinceNanos;
        }

        void idleSince(long nanos) {
            idleSinceNanos = nanos;
        }
    }

    /** HTTP/2: carries as many as its peer allows. */
    static final class Multiplexed extends UpstreamConnection {
        Multiplexed(ConnectionPool pool) {
            super(pool);
        }

        @Override
        void connected() {
            pool.connected(this);
        }

        @Override
        public void room() {
            pool.room();
        }

        @Override
        public void goingAway() {
            pool.gone(this);
        }

        @Override
        public void closed() {
            pool.gone(this);
        }
    }
}
