package dev.fairlead.proxy.http;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * What is known of streams that are gone: those that we have reset, of which the peer may not know
 * yet, and those that never were, as their numbers were passed over (RFC 9113 §5.1.1).
 *
 * <p>As many resets are remembered as streams can be open at a time: no more can be under way. Of
 * passed-over numbers only the last few ranges are, since nobody skips numbers in earnest.
 */
final class GoneStreams extends Http2ConnectionAdapter {
    private static final int MOST_RESETS = 1024;
    private static final int MOST_GAPS = 8;
    private static final int STEP = 2;

    private final Http2Connection connection;
    private final int maxResets;
    private final int[] gaps = new int[2 * MOST_GAPS];
    private int[] resets = new int[0];
    private int nextReset;
    private int nextGap;
    private int lastStreamId = -1;

    GoneStreams(Http2Connection connection, int maxConcurrentStreams) {
        this.connection = connection;
        this.maxResets = Math.clamp(maxConcurrentStreams, 1, MOST_RESETS);
    }

    @Override
    public void onStreamAdded(Http2Stream stream) {
        int id = stream.id();
        if (!connection.remote().isValidStreamId(id)) {
            return;
        }
        if (id > lastStreamId + STEP) {
            gaps[nextGap] = lastStreamId;
            gaps[nextGap + 1] = id;
            nextGap = (nextGap + 2) % gaps.length;
        }
        lastStreamId = id;
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        if (!stream.isResetSent()) {
            return;
        }
        if (resets.length == 0) {
            resets = new int[maxResets];
        }
        resets[nextReset] = stream.id();
        nextReset = (nextReset + 1) % maxResets;
    }

    /** Whether we have reset it, so that the peer's frames on it may still be under way. */
    boolean wasReset(int streamId) {
        for (int reset : resets) {
            if (reset == streamId) {
                return true;
            }
        }
        return false;
    }

    /** Whether its number was passed over. */
    boolean neverWas(int streamId) {
        for (int i = 0; i < gaps.length; i += 2) {
            if (gaps[i] < streamId && streamId < gaps[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
