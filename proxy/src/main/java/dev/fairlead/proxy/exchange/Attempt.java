package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.proxy.balance.BalancedEndpoint;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.HeaderRules;
import dev.fairlead.proxy.http.Http1Head;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.http.ResponseSink;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.HttpProtocol;
import dev.fairlead.proxy.pool.Opening;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a request to one endpoint: waits for the endpoint and a connection, judges the
 * response, and passes it on to its {@link Exchange} unless another attempt takes its place. Tells
 * balancer and meters how it went.
 *
 * <pre>
 *  WAITING ─▶ SENT ─┬───────────────── verdict known, or no retry possible ──▶ PASSING ─▶ OVER
 *                   ├─▶ HOLDING the head until the first frame of the body ──────┘
 *                   └─▶ given up: GIVEN_UP, the rest of the response is thrown away ────▶ OVER
 * </pre>
 */
final class Attempt implements ResponseSink, Opening {
    private enum State {
        WAITING,
        SENT,
        HOLDING,
        PASSING,
        GIVEN_UP,
        OVER
    }

    private final Exchange exchange;
    private final Tries tries;
    private Dispatcher dispatcher;
    private State state = State.WAITING;
    private @Nullable Assignment assignment;
    private @Nullable MessageSink request;
    private @Nullable ResponseRecorder recorder;
    private @Nullable Http2Headers held;
    private @Nullable Remains remains;
    private boolean informed;

    Attempt(Exchange exchange, Tries tries, Dispatcher dispatcher) {
        this.exchange = exchange;
        this.tries = tries;
        this.dispatcher = dispatcher;
    }

    void start() {
        dispatcher.dispatch(this);
    }

    /** Endpoints that failed the request before, the last one last. */
    SequencedSet<BalancedEndpoint<UpstreamEndpoint>> tried() {
        return tries.tried();
    }

    /** Its dispatcher has nobody for it now; the same or another one may be drawn. */
    void drawAgain() {
        moveTo(tries.draw());
    }

    /** Its dispatcher is no more, and another takes over. */
    void moveTo(Dispatcher next) {
        dispatcher = next;
        next.dispatch(this);
    }

    /** An endpoint was chosen. */
    void assign(BalancedEndpoint<UpstreamEndpoint> chosen) {
        assignment = new Assignment(chosen, dispatcher, exchange.side().nanoClock());
        chosen.resource().pool().open(protocol(chosen.endpoint()), this, this);
    }

    private HttpProtocol protocol(Endpoint chosen) {
        return switch (chosen.protocol()) {
            case NONE -> exchange.overHttp1() ? HttpProtocol.HTTP_1 : HttpProtocol.HTTP_2;
            case HTTP_1 -> HttpProtocol.HTTP_1;
            case HTTP_2 ->
                    exchange.requestHead() instanceof Http1Head head && head.mayBecomeTunnel()
                            ? HttpProtocol.HTTP_1
                            : HttpProtocol.HTTP_2;
        };
    }

    private Assignment assigned() {
        Assignment present = assignment;
        if (present == null) {
            throw new IllegalStateException("no endpoint chosen");
        }
        return present;
    }

    private InetSocketAddress address() {
        return assigned().address();
    }

    @Override
    public void opened(MessageSink sink) {
        state = State.SENT;
        request = sink;
        recorder = exchange.recordAttempt(assigned().resource().meters());
        exchange.opened(sink, assigned().endpoint().endpoint().authorityOverride());
    }

    @Override
    public void failed(ConnectFailure failure) {
        BalancedEndpoint<UpstreamEndpoint> failed = assigned().endpoint();
        if (mayGoElsewhere(failure, failed)) {
            report(false);
            assignment = null;
            dispatcher.retryElsewhere(this, failed);
            return;
        }
        recorder = exchange.recordAttempt(failed.resource().meters());
        ProxyFailure cause = new ProxyFailure.NotConnected(address(), failure);
        if (failure == ConnectFailure.LOOP) { // it would not help to do it again
            end(cause);
            exchange.attemptFailed(cause);
        } else {
            broke(FailureKind.of(failure), cause);
        }
    }

    private boolean mayGoElsewhere(
            ConnectFailure failure, BalancedEndpoint<UpstreamEndpoint> failed) {
        return switch (failure) {
            case RETIRED -> true;
            case REFUSED, TIMED_OUT, FAILED -> protocol(failed.endpoint()) == HttpProtocol.HTTP_2;
            case LOOP -> false;
        };
    }

    /** No endpoint will be chosen. */
    void unrouted(ProxyFailure failure) {
        if (state == State.WAITING) {
            state = State.OVER;
            tries.noEndpoint();
            exchange.attemptFailed(failure);
        }
    }

    @Override
    public boolean cancelled() {
        return state == State.OVER;
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        if (state != State.SENT) {
            thrownAway(0, last);
            return;
        }
        int status = HeaderRules.statusOf(head);
        if (status < 200 && status != 101) {
            informed = true;
            exchange.informational(head);
            return;
        }
        tries.headCame();
        recorded().head(status, head);
        assigned().asksFor(recorded().fails() ? Pushback.of(head).nanos() : 0);
        ResponseOutcome verdict = last ? recorded().judged(null) : recorded().verdict();
        if (verdict == null && tries.mayHold()) {
            held = head;
            state = State.HOLDING;
        } else if (!failedAndGivenUp(verdict, head, last)) {
            pass(head, last);
        }
    }

    /** Gives the response up for another attempt, if it is a failure and that is possible. */
    private boolean failedAndGivenUp(
            @Nullable ResponseOutcome verdict, Http2Headers fields, boolean last) {
        if (verdict == null || verdict.success()) {
            return false;
        }
        boolean requestPassed = exchange.requestPassed();
        assigned().judged(false); // first, as the breaker may leave no endpoint for another attempt
        Retry retry = tries.decide(FailureKind.MAYBE_PROCESSED, Pushback.of(fields), assigned());
        if (retry != null) {
            recorded().broke(verdict, exchange.nowNanos());
            assigned().answered(true);
            giveUp(last, requestPassed);
            tries.again(retry);
            return true;
        }
        return false;
    }

    private void giveUp(boolean last, boolean requestPassed) {
        state = State.OVER;
        if (last && requestPassed) {
            return;
        }
        if (last || !requestPassed) {
            sink().abort(Http2Error.CANCEL);
        } else {
            state = State.GIVEN_UP;
            remains = new Remains(exchange.side(), this::cutRemains);
        }
    }

    private void cutRemains() {
        if (state == State.GIVEN_UP) {
            state = State.OVER;
            sink().abort(Http2Error.CANCEL);
        }
    }

    /** Some of a response that nobody wants any more. */
    private void thrownAway(int bytes, boolean last) {
        Remains rest = remains;
        if (state == State.GIVEN_UP && rest != null) {
            if (last) {
                state = State.OVER;
                rest.end();
            } else {
                rest.more(bytes);
            }
        }
    }

    private void pass(Http2Headers head, boolean last) {
        state = State.PASSING;
        held = null;
        if (last) {
            end((Http2Headers) null);
        }
        exchange.responseHead(head, last);
    }

    /** Passes on the head that waits, if one does: there is no time to wait longer. */
    boolean release() {
        Http2Headers head = held;
        if (head == null || state != State.HOLDING) {
            return false;
        }
        pass(head, false);
        return true;
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        if (state == State.HOLDING && (data.isReadable() || last)) {
            firstBytes(last);
        }
        if (state == State.PASSING) {
            if (recorded().awaitsFirstFrame()) {
                recorded().firstFrame(exchange.nowNanos());
            }
            assigned().answered(recorded().fails());
            if (last) {
                end((Http2Headers) null);
            }
            exchange.responseData(data, last, written);
            return;
        }
        int bytes = data.readableBytes();
        data.release();
        written.run();
        thrownAway(bytes, last);
    }

    /** The body begins before the verdict is known: it is as if it were never to come. */
    private void firstBytes(boolean last) {
        Http2Headers head = held;
        if (head != null && !failedAndGivenUp(recorded().judged(null), head, last)) {
            pass(head, false);
        }
    }

    @Override
    public void trailers(Http2Headers trailers) {
        Http2Headers head = held;
        if (state == State.HOLDING
                && head != null
                && !failedAndGivenUp(recorded().judged(trailers), trailers, true)) {
            pass(head, false);
        }
        if (state == State.PASSING) {
            end(trailers);
            exchange.responseTrailers(trailers);
        } else {
            thrownAway(0, true);
        }
    }

    private void end(@Nullable Http2Headers trailers) {
        state = State.OVER;
        recorded().ended(trailers, exchange.nowNanos());
        ResponseOutcome outcome = recorded().outcome();
        report(outcome != null && outcome.success());
    }

    @Override
    public void abort(Http2Error reason) {
        switch (state) {
            case WAITING -> {}
            case SENT, HOLDING, PASSING ->
                    broke(
                            FailureKind.of(reason, heard()),
                            new ProxyFailure.Reset(address(), reason));
            case GIVEN_UP -> thrownAway(0, true);
            case OVER -> exchange.restNotWanted(this);
        }
    }

    @Override
    public void lost(ConnectionLoss loss) {
        switch (state) {
            case WAITING, OVER -> {}
            case SENT, HOLDING, PASSING ->
                    broke(FailureKind.of(loss, heard()), new ProxyFailure.Lost(address(), loss));
            case GIVEN_UP -> thrownAway(0, true);
        }
    }

    private FailureKind.Heard heard() {
        if (state == State.PASSING) {
            return FailureKind.Heard.PASSED_ON;
        }
        return informed || state == State.HOLDING
                ? FailureKind.Heard.SOMETHING
                : FailureKind.Heard.NOTHING;
    }

    /** The time for one attempt is over. */
    void timedOut(ProxyFailure.TimedOut failure) {
        MessageSink sink = request;
        if (sink != null) {
            sink.abort(Http2Error.CANCEL);
        } else {
            leaveQueue();
        }
        broke(FailureKind.ofTimeout(sink != null), failure);
    }

    private void broke(FailureKind kind, ProxyFailure failure) {
        report(false); // first, as the breaker may leave no endpoint for another attempt
        Retry retry = tries.decide(kind, Pushback.NONE, assignment);
        if (retry != null) {
            end(failure);
            tries.again(retry);
        } else {
            release();
            end(failure);
            exchange.attemptFailed(failure);
        }
    }

    /** Ends without a whole response. */
    private void end(ProxyFailure failure) {
        state = State.OVER;
        ResponseRecorder counted = recorder;
        if (counted != null) {
            exchange.record(counted, failure);
        }
        report(false);
    }

    /** The client has lost interest. */
    void cancel(Http2Error reason) {
        if (recorder != null && state != State.OVER) {
            recorder.ended(null, exchange.nowNanos());
        }
        stop(reason);
    }

    /** It took too long altogether: no response is counted. */
    void abandon() {
        if (recorder != null) {
            recorder.abandoned();
        }
        report(false);
        stop(Http2Error.CANCEL);
    }

    private void stop(Http2Error reason) {
        boolean passedOn = state == State.OVER;
        state = State.OVER;
        if (assignment != null) {
            assignment.abandoned();
        }
        if (request != null) {
            request.abort(reason);
        } else if (!passedOn) {
            leaveQueue();
        }
    }

    private void leaveQueue() {
        if (assignment == null) {
            dispatcher.forget(this);
        }
    }

    private void report(boolean success) {
        if (assignment != null) {
            assignment.ended(success);
        }
    }

    private ResponseRecorder recorded() {
        ResponseRecorder present = recorder;
        if (present == null) {
            throw new IllegalStateException("not opened");
        }
        return present;
    }

    private MessageSink sink() {
        MessageSink present = request;
        if (present == null) {
            throw new IllegalStateException("not opened");
        }
        return present;
    }
}
