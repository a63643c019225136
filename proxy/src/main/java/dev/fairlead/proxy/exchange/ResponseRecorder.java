package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.proxy.http.HeaderRules;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records one request and its response: counts it when it starts, times it to the first frame of
 * the body, counts it again by how it ended. What comes after the end is not recorded.
 */
final class ResponseRecorder {
    private final @Nullable HttpMeters first;
    private final @Nullable HttpMeters second;
    private final Classifier classifier;
    private final boolean grpcRequest;
    private final long startedNanos;
    private @Nullable ResponseOutcome verdict;
    private int status = HttpMeters.NO_STATUS;
    private boolean timed;
    private boolean ended;
    private @Nullable ResponseOutcome outcome;

    /**
     * @param first where to record, if anywhere; {@code second} likewise
     * @param startedNanos when the request began, in the clock's nanoseconds
     */
    ResponseRecorder(
            @Nullable HttpMeters first,
            @Nullable HttpMeters second,
            Classifier classifier,
            boolean grpcRequest,
            long startedNanos) {
        this.first = first;
        this.second = second;
        this.classifier = classifier;
        this.grpcRequest = grpcRequest;
        this.startedNanos = startedNanos;
        if (first != null) {
            first.request();
        }
        if (second != null) {
            second.request();
        }
    }

    long startedNanos() {
        return startedNanos;
    }

    void head(int status, Http2Headers head) {
        this.status = status;
        verdict = classifier.atHead(status, head, grpcRequest);
    }

    /** The verdict that the head was enough for, or null. */
    @Nullable ResponseOutcome verdict() {
        return verdict;
    }

    /** Whether the head was enough to tell that it is a failure. */
    boolean fails() {
        return verdict != null && !verdict.success();
    }

    /** The verdict if the response ends now. */
    ResponseOutcome judged(@Nullable Http2Headers trailers) {
        ResponseOutcome known = verdict;
        return known == null ? classifier.atEnd(status, trailers, grpcRequest) : known;
    }

    /** How it was counted; null before, and if the client went away before there was a head. */
    @Nullable ResponseOutcome outcome() {
        return outcome;
    }

    /** Counts no response, ever. */
    void abandoned() {
        ended = true;
    }

    /** Whether the first frame of the body is still to come. */
    boolean awaitsFirstFrame() {
        return !timed && !ended && status != HttpMeters.NO_STATUS;
    }

    /** The first frame of the body, or the end of a body without one. */
    void firstFrame(long nowNanos) {
        if (!awaitsFirstFrame()) {
            return;
        }
        timed = true;
        long millis = TimeUnit.NANOSECONDS.toMillis(nowNanos - startedNanos);
        if (first != null) {
            first.latency(status, millis);
        }
        if (second != null) {
            second.latency(status, millis);
        }
    }

    /** The end of the response, or the end of the client's interest in one that had begun. */
    void ended(@Nullable Http2Headers trailers, long nowNanos) {
        if (status == HttpMeters.NO_STATUS) {
            ended = true; // the caller went away before there was anything to judge
            return;
        }
        firstFrame(nowNanos);
        finish(judged(trailers));
    }

    /** An answer of our own, without a body, in the endpoint's place: it counts like any other. */
    void answered(Http2Headers answer, long nowNanos) {
        head(HeaderRules.statusOf(answer), answer);
        ended(null, nowNanos);
    }

    /** The exchange broke. */
    void broke(ResponseOutcome error, long nowNanos) {
        firstFrame(nowNanos);
        finish(error);
    }

    private void finish(ResponseOutcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        this.outcome = outcome;
        if (first != null) {
            first.response(status, outcome);
        }
        if (second != null) {
            second.response(status, outcome);
        }
    }
}
