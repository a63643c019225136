package dev.fairlead.proxy.config;

import java.time.Duration;
import java.util.Optional;

/**
 * One side of HTTP/2 connections (RFC 9113).
 *
 * @param windows what the peer may send before it is told to go on
 * @param maxConcurrentStreams how many streams may be open on one connection, from 1: announced by
 *     a server, kept to by a client (beside what the peer announces)
 * @param maxFrameBytes largest frame that is accepted, 16384 to 16777215
 * @param maxHeaderListBytes largest header list that is accepted, from 1024
 * @param keepAlive PINGs to a silent peer; empty sends none
 * @param resetGuard how many resets a peer may send
 */
public record Http2Config(
        Windows windows,
        int maxConcurrentStreams,
        int maxFrameBytes,
        int maxHeaderListBytes,
        Optional<KeepAlive> keepAlive,
        ResetGuard resetGuard) {
    /** Smallest {@code SETTINGS_MAX_FRAME_SIZE}, which is also its default (RFC 9113 §6.5.2). */
    public static final int MIN_FRAME_BYTES = 16_384;

    /** Largest {@code SETTINGS_MAX_FRAME_SIZE} (RFC 9113 §6.5.2). */
    public static final int MAX_FRAME_BYTES = 16_777_215;

    private static final long MESH_RESETS_PER_STREAM = 10;

    public Http2Config {
        Check.atLeast("maxConcurrentStreams", maxConcurrentStreams, 1);
        Check.between("maxFrameBytes", maxFrameBytes, MIN_FRAME_BYTES, MAX_FRAME_BYTES);
        Check.atLeast("maxHeaderListBytes", maxHeaderListBytes, HttpLimits.MIN_HEADER_BYTES);
    }

    /**
     * The same for a peer that is a proxy of the mesh: it may reset each of its streams ten times
     * over in a window, as its one connection carries what many clients call off.
     */
    public Http2Config forMesh() {
        int mesh = (int) Math.min(MESH_RESETS_PER_STREAM * maxConcurrentStreams, Integer.MAX_VALUE);
        int resets = resetGuard.maxResets() == 0 ? 0 : Math.max(resetGuard.maxResets(), mesh);
        return new Http2Config(
                windows,
                maxConcurrentStreams,
                maxFrameBytes,
                maxHeaderListBytes,
                keepAlive,
                new ResetGuard(resets, resetGuard.window()));
    }

    /**
     * Flow control (RFC 9113 §5.2).
     *
     * @param streamBytes window of each stream, 1 to 2³¹−1
     * @param connectionBytes window of the connection, 65535 to 2³¹−1: it cannot be made smaller
     *     than it starts
     */
    public record Windows(int streamBytes, int connectionBytes) {
        /** What every connection starts with (RFC 9113 §6.9.2). */
        public static final int MIN_CONNECTION_BYTES = 65_535;

        public Windows {
            Check.atLeast("streamBytes", streamBytes, 1);
            Check.atLeast("connectionBytes", connectionBytes, MIN_CONNECTION_BYTES);
        }
    }

    /**
     * PINGs that find a dead peer.
     *
     * @param interval of silence before one is sent, more than 0
     * @param timeout for its answer, more than 0; without one the connection is closed
     */
    public record KeepAlive(Duration interval, Duration timeout) {
        public KeepAlive {
            Check.positive("interval", interval);
            Check.positive("timeout", timeout);
        }
    }

    /**
     * Keeps a peer from resetting streams faster than they can be served (CVE-2023-44487).
     *
     * @param maxResets how many a connection may send in a window before it is closed; 0 for no
     *     limit
     * @param window at least a second
     */
    public record ResetGuard(int maxResets, Duration window) {
        public ResetGuard {
            Check.atLeast("maxResets", maxResets, 0);
            Check.atLeast("window in seconds", window.toSeconds(), 1);
        }
    }
}
