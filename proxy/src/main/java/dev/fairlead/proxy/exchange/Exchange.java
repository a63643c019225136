package dev.fairlead.proxy.exchange;

import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.proxy.http.Http1Head;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.route.GrpcStatus;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from the client's edge to the endpoint's and back.
 *
 * <pre>
 *  head ─▶ destination known ─▶ route, meters ─▶ attempt ─▶ connection ─▶ request flows
 *     │            │                                │            │           response flows
 *     └────────────┴── a ProxyFailure ──────────────┴────────────┘                │
 *                            ▼                                                    ▼
 *                  Rescue answers; the rest of the request               both sides ended: over
 *                  is read and thrown away
 * </pre>
 */
final class Exchange implements MessageSink {
    private final LoopSide side;
    private final Routing routing;
    private final MessageSink client;
    private final HeldRequest held = new HeldRequest();
    private @Nullable Http2Headers head;
    private @Nullable Destination destination;
    private @Nullable RouteInForce route;
    private @Nullable ResponseRecorder recorder;
    private @Nullable Attempt attempt;
    private @Nullable MessageSink upstream;
    private boolean grpc;
    private boolean requestEnded;
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
        requestEnded = last;
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
        recorder = matched.effective(grpc, nowNanos());
        side.headers().request(request, destination.canonicalName());
        attempt = new Attempt(this, destination.dispatcher());
        attempt.start();
    }

    /** A connection carries the request now. */
    void opened(MessageSink sink) {
        upstream = sink;
        sink.head(requestHead(), requestEnded && held.isEmpty());
        held.flowInto(sink);
        endIfDone();
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        requestEnded |= last;
        if (over) {
            data.release();
            written.run();
        } else if (upstream == null || held.holds()) {
            held.data(data, last, written);
        } else {
            upstream.data(data, last, written);
            endIfDone();
        }
    }

    @Override
    public void trailers(Http2Headers trailers) {
        requestEnded = true;
        if (over) {
            return;
        }
        if (upstream == null || held.holds()) {
            held.trailers(trailers);
        } else {
            upstream.trailers(trailers);
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
        Attempt current = attempt;
        end();
        if (current != null) {
            current.cancel(reason);
        }
    }

    void responseHead(Http2Headers response, int status, boolean last) {
        side.headers().response(response);
        if (status < 200 && status != 101) {
            client.head(response, false);
            return;
        }
        answering = true;
        leaveFlight();
        effective().head(status, response);
        if (last) {
            responseEnded = true;
            effective().ended(null, nowNanos());
        }
        client.head(response, last);
        endIfDone();
    }

    void responseData(ByteBuf data, boolean last, Runnable written) {
        effective().firstFrame(nowNanos());
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
    void restNotWanted() {
        if (!over && responseEnded && !requestEnded) {
            end();
            client.abort(Http2Error.NO_ERROR);
        }
    }

    /** The endpoint has reset the stream, and the client is told by a reset too. */
    void responseReset(Http2Error error) {
        if (over) {
            return;
        }
        effective().broke(ResponseOutcome.reset(error.code()), nowNanos());
        responseEnded = true;
        end();
        client.abort(error);
    }

    void attemptFailed(ProxyFailure failure) {
        if (over) {
            return;
        }
        if (!answering) {
            fail(failure);
            return;
        }
        side.failures().count(failure, destination);
        effective().broke(ResponseOutcome.UNCLASSIFIED, nowNanos());
        responseEnded = true;
        end();
        client.abort(Http2Error.INTERNAL_ERROR);
    }

    /** Answers in the endpoint's place. */
    private void fail(ProxyFailure failure) {
        side.failures().count(failure, destination);
        Http2Headers answer = answerTo(failure);
        if (recorder != null) {
            if (failure.belongsToEndpoint()) {
                recorder.answered(answer, nowNanos());
            } else {
                recorder.broke(ResponseOutcome.UNCLASSIFIED, nowNanos());
            }
        }
        responseEnded = true;
        answering = true;
        end();
        client.head(answer, true);
        if (!requestEnded) {
            client.abort(Http2Error.NO_ERROR);
        }
    }

    /** The answer that the client gets if nothing of another has reached it. */
    Http2Headers answerTo(ProxyFailure failure) {
        return side.rescue().answer(failure, grpc);
    }

    private void endIfDone() {
        if (requestEnded && responseEnded && !held.holds()) {
            end();
        }
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        leaveFlight();
        held.discard();
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

    private ResponseRecorder effective() {
        ResponseRecorder present = recorder;
        if (present == null) {
            throw new IllegalStateException("no route");
        }
        return present;
    }

    /** Whether the client can still get an answer of ours in the endpoint's place. */
    boolean mayAnswer() {
        return !answering;
    }

    /** Whether the client speaks HTTP/1, which knows no resets. */
    boolean overHttp1() {
        return requestHead() instanceof Http1Head;
    }

    long nowNanos() {
        return side.nanoClock().getAsLong();
    }
}
