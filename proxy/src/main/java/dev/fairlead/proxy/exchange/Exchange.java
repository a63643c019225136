package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.proxy.http.HeaderRules;
import dev.fairlead.proxy.http.Http1Head;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.http.Readdressing;
import dev.fairlead.route.GrpcStatus;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from the client's edge to an endpoint's and back.
 *
 * <pre>
 *  head ─▶ destination known ─▶ route, meters ─▶ {@link Tries} ─▶ connection ─▶ request flows
 *     │            │                                │                │          response flows
 *     └────────────┴── a ProxyFailure ──────────────┴────────────────┘               │
 *                            ▼                                                       ▼
 *                  Rescue answers; the rest of the request                  both sides ended: over
 *                  is read and thrown away
 * </pre>
 */
final class Exchange implements MessageSink {
    private final LoopSide side;
    private final Routing routing;
    private final MessageSink client;
    private final Upload upload = new Upload();
    private @Nullable Http2Headers head;
    private @Nullable Destination destination;
    private @Nullable RouteInForce route;
    private @Nullable ResponseRecorder recorder;
    private @Nullable Tries tries;
    private @Nullable IdleClock idle;
    private boolean grpc;
    private boolean admitted;
    private boolean answering;
    private boolean responseEnded;
    private boolean over;

    Exchange(LoopSide side, Routing routing, MessageSink client) {
        this.side = side;
        this.routing = routing;
        this.client = client;
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        this.head = head;
        upload.begin(last);
        grpc = isGrpc(head);
        if (!side.inFlight().enter()) {
            fail(new ProxyFailure.Unrouted("", FailureReason.IN_FLIGHT_LIMIT));
            return;
        }
        admitted = true;
        Optional<Destination> located = routing.destination(head);
        if (located.isEmpty()) {
            fail(new ProxyFailure.Unrouted("", FailureReason.UNKNOWN_SERVICE));
            return;
        }
        destination = located.get();
        destination.enter(this);
    }

    private static boolean isGrpc(Http2Headers head) {
        if (head instanceof Http1Head) {
            return false; // gRPC is spoken over HTTP/2 only
        }
        CharSequence type = head.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && GrpcStatus.isGrpc(type);
    }

    /** The destination knows its routes and endpoints, or has waited long enough for them. */
    void destinationReady(Destination destination) {
        if (over) {
            return;
        }
        if (!destination.known()) {
            fail(destination.unknown());
            return;
        }
        Http2Headers request = requestHead();
        CharSequence path = request.path();
        RouteInForce matched =
                destination.routes().match(request.method(), path == null ? "" : path);
        route = matched;
        ResponseRecorder effective = matched.effective(grpc, nowNanos());
        recorder = effective;
        side.headers().request(request, destination.canonicalName());
        Tries attempts = new Tries(this, destination, matched, upload, effective.startedNanos());
        tries = attempts;
        attempts.begin();
    }

    /**
     * A connection carries the request now.
     *
     * @param authority what the endpoint wants to be called, if not what the client called it
     */
    void opened(MessageSink sink, Optional<String> authority) {
        Http2Headers request = requestHead();
        attempts().address(request);
        upload.into(
                sink, authority.isEmpty() ? request : Readdressing.of(request, authority.get()));
        endIfDone();
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        if (over) {
            data.release();
            written.run();
            return;
        }
        touch();
        upload.data(data, last, written);
        endIfDone();
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (!over) {
            upload.trailers(trailers);
            endIfDone();
        }
    }

    /** The client has lost interest; over HTTP/2 the endpoint hears with which code. */
    @Override
    public void abort(Http2Error reason) {
        if (over) {
            return;
        }
        if (recorder != null && !responseEnded) {
            recorder.ended(null, nowNanos());
        }
        responseEnded = true;
        end();
        if (tries != null) {
            tries.cancel(reason);
        }
    }

    void informational(Http2Headers response) {
        side.headers().response(response);
        client.head(response, false);
    }

    void responseHead(Http2Headers response, boolean last) {
        side.headers().response(response);
        answering = true;
        leaveFlight();
        attempts().commit();
        effective().head(HeaderRules.statusOf(response), response);
        if (last) {
            responseEnded = true;
            effective().ended(null, nowNanos());
        }
        if (!last || !upload.passed()) {
            watchIdleness();
        }
        client.head(response, last);
        endIfDone();
    }

    void responseData(ByteBuf data, boolean last, Runnable written) {
        touch();
        if (effective().awaitsFirstFrame()) {
            effective().firstFrame(nowNanos());
        }
        if (last) {
            responseEnded = true;
            effective().ended(null, nowNanos());
        }
        client.data(data, last, written);
        endIfDone();
    }

    void responseTrailers(Http2Headers trailers) {
        responseEnded = true;
        effective().ended(trailers, nowNanos());
        client.trailers(trailers);
        endIfDone();
    }

    /** The endpoint has answered and does not want to read the rest of the request. */
    void restNotWanted(Attempt attempt) {
        if (!over && responseEnded && !upload.ended() && attempts().isCurrent(attempt)) {
            end();
            client.abort(Http2Error.NO_ERROR);
        }
    }

    /** The last attempt came to nothing, or to less than a whole response. */
    void attemptFailed(ProxyFailure failure) {
        if (over) {
            return;
        }
        if (failure instanceof ProxyFailure.Reset reset && passesOnReset()) {
            breakOff(ResponseOutcome.reset(reset.error().code()), truthful(reset.error()));
        } else if (!answering) {
            fail(failure);
        } else {
            side.failures().count(failure, destination);
            breakOff(failure.outcome(), Http2Error.INTERNAL_ERROR);
        }
    }

    /** A reset of the endpoint is a reset for the client, unless it can be told more. */
    private boolean passesOnReset() {
        return answering || !overHttp1();
    }

    /**
     * What a client may believe: that nobody has processed its request (RFC 9113 §8.7) only if no
     * endpoint may have, and that all is well only if the response is whole (§8.1).
     */
    private Http2Error truthful(Http2Error error) {
        boolean untrue =
                error == Http2Error.NO_ERROR
                        || (error == Http2Error.REFUSED_STREAM && attempts().mayBeProcessed());
        return untrue ? Http2Error.INTERNAL_ERROR : error;
    }

    private void breakOff(ResponseOutcome outcome, Http2Error error) {
        effective().broke(outcome, nowNanos());
        responseEnded = true;
        end();
        client.abort(error);
    }

    /** Answers in the endpoint's place. */
    private void fail(ProxyFailure failure) {
        side.failures().count(failure, destination);
        Http2Headers answer = answerTo(failure);
        if (recorder != null) {
            if (failure.belongsToEndpoint()) {
                recorder.answered(answer, nowNanos());
            } else {
                recorder.broke(failure.outcome(), nowNanos());
            }
        }
        responseEnded = true;
        answering = true;
        end();
        client.head(answer, true);
        refuseRest();
    }

    /** The response has ended: of the request no more is read (RFC 9113 §8.1). */
    private void refuseRest() {
        if (!upload.ended()) {
            client.abort(Http2Error.NO_ERROR);
        }
    }

    /** The answer that the client gets if nothing of another has reached it. */
    private Http2Headers answerTo(ProxyFailure failure) {
        return side.rescue().answer(failure, grpc);
    }

    /** Counts an attempt that failed: as the client would see it, if it were the last. */
    void record(ResponseRecorder attempt, ProxyFailure failure) {
        if (failure instanceof ProxyFailure.Reset reset && passesOnReset()) {
            attempt.broke(ResponseOutcome.reset(reset.error().code()), nowNanos());
        } else if (failure.belongsToEndpoint() && !answering) {
            attempt.answered(answerTo(failure), nowNanos());
        } else {
            attempt.broke(failure.outcome(), nowNanos());
        }
    }

    private void watchIdleness() {
        Duration limit = side.config().streamIdleTimeout();
        if (limit.isPositive()) {
            idle = new IdleClock(side, limit.toNanos(), this::idleTooLong);
        }
    }

    private void touch() {
        if (idle != null) {
            idle.touch();
        }
    }

    private void idleTooLong() {
        Duration limit = side.config().streamIdleTimeout();
        String service = destination == null ? "" : destination.name();
        ProxyFailure failure =
                new ProxyFailure.TimedOut(service, ProxyFailure.TimedOut.Clock.IDLE, limit);
        side.failures().count(failure, destination);
        effective().broke(failure.outcome(), nowNanos());
        boolean unanswered = !responseEnded;
        responseEnded = true;
        end();
        attempts().abandon();
        if (unanswered && !grpc) {
            client.abort(Http2Error.CANCEL);
            return;
        }
        if (unanswered) {
            client.trailers(side.rescue().trailers(failure));
        }
        refuseRest();
    }

    private void endIfDone() {
        if (responseEnded && upload.passed()) {
            end();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        leaveFlight();
        upload.discard();
        if (idle != null) {
            idle.stop();
        }
        if (tries != null) {
            tries.over(effective().outcome());
        }
        if (destination != null) {
            destination.leave(this);
        }
    }

    private void leaveFlight() {
        if (admitted) {
            admitted = false;
            side.inFlight().leave();
        }
    }

    /** Starts to record one attempt. */
    ResponseRecorder recordAttempt(HttpMeters endpoint) {
        RouteInForce matched = route;
        if (matched == null) {
            throw new IllegalStateException("no route");
        }
        return matched.actual(endpoint, grpc, nowNanos());
    }

    Http2Headers requestHead() {
        Http2Headers present = head;
        if (present == null) {
            throw new IllegalStateException("no head");
        }
        return present;
    }

    private Tries attempts() {
        Tries present = tries;
        if (present == null) {
            throw new IllegalStateException("no route");
        }
        return present;
    }

    private ResponseRecorder effective() {
        ResponseRecorder present = recorder;
        if (present == null) {
            throw new IllegalStateException("no route");
        }
        return present;
    }

    /** Whether all of the request has been given to the attempt of the moment. */
    boolean requestPassed() {
        return upload.passed();
    }

    /** Whether the client speaks HTTP/1, which knows no resets. */
    boolean overHttp1() {
        return requestHead() instanceof Http1Head;
    }

    /** Whether it is a gRPC call: over HTTP/2, with gRPC's media type. */
    boolean isGrpc() {
        return grpc;
    }

    LoopSide side() {
        return side;
    }

    long nowNanos() {
        return side.nanoClock().getAsLong();
    }
}
