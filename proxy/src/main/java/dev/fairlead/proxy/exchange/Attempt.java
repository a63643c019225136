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
import org.jspecify.annotations.Nullable;

/**
 * One sending of a request to one endpoint: waits for the endpoint and a connection, passes the
 * response on to its {@link Exchange}, and tells balancer and meters how it went.
 */
final class Attempt implements ResponseSink, Opening {
    private final Exchange exchange;
    private final Dispatcher dispatcher;
    private @Nullable BalancedEndpoint<UpstreamEndpoint> endpoint;
    private @Nullable MessageSink request;
    private @Nullable ResponseRecorder recorder;
    private long assignedNanos;
    private boolean loadReported = true;
    private boolean ended;

    Attempt(Exchange exchange, Dispatcher dispatcher) {
        this.exchange = exchange;
        this.dispatcher = dispatcher;
    }

    void start() {
        dispatcher.dispatch(this);
    }

    /** An endpoint was chosen. */
    void assign(BalancedEndpoint<UpstreamEndpoint> chosen) {
        endpoint = chosen;
        assignedNanos = exchange.nowNanos();
        loadReported = false;
        chosen.load().started();
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

    private BalancedEndpoint<UpstreamEndpoint> chosen() {
        BalancedEndpoint<UpstreamEndpoint> present = endpoint;
        if (present == null) {
            throw new IllegalStateException("no endpoint chosen");
        }
        return present;
    }

    private InetSocketAddress address() {
        return chosen().endpoint().address();
    }

    @Override
    public void opened(MessageSink sink) {
        request = sink;
        recorder = exchange.recordAttempt(chosen().resource().meters());
        exchange.opened(sink);
    }

    @Override
    public void failed(ConnectFailure failure) {
        BalancedEndpoint<UpstreamEndpoint> failed = chosen();
        reportLoad();
        if (mayGoElsewhere(failure, failed)) {
            endpoint = null;
            dispatcher.retryElsewhere(this, failed);
            return;
        }
        recorder = exchange.recordAttempt(failed.resource().meters());
        failWith(new ProxyFailure.NotConnected(address(), failure));
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
        if (!ended) {
            ended = true;
            exchange.attemptFailed(failure);
        }
    }

    @Override
    public boolean cancelled() {
        return ended;
    }

    @Override
    public void head(Http2Headers head, boolean last) {
        if (ended) {
            return;
        }
        int status = HeaderRules.statusOf(head);
        if (status >= 200 || status == 101) {
            recorded().head(status, head);
        }
        if (last) {
            end(null);
        }
        exchange.responseHead(head, status, last);
    }

    @Override
    public void data(ByteBuf data, boolean last, Runnable written) {
        if (ended) {
            data.release();
            written.run();
            return;
        }
        firstFrame();
        if (last) {
            end(null);
        }
        exchange.responseData(data, last, written);
    }

    @Override
    public void trailers(Http2Headers trailers) {
        if (!ended) {
            end(trailers);
            exchange.responseTrailers(trailers);
        }
    }

    @Override
    public void abort(Http2Error reason) {
        if (ended) {
            exchange.restNotWanted();
            return;
        }
        if (exchange.mayAnswer() && exchange.overHttp1()) {
            failWith(new ProxyFailure.Reset(address(), reason));
            return;
        }
        ended = true;
        reportLoad();
        recorded().broke(ResponseOutcome.reset(reason.code()), exchange.nowNanos());
        exchange.responseReset(reason);
    }

    @Override
    public void lost(ConnectionLoss loss) {
        if (!ended) {
            failWith(new ProxyFailure.Lost(address(), loss));
        }
    }

    private void failWith(ProxyFailure failure) {
        ended = true;
        reportLoad();
        if (exchange.mayAnswer()) {
            recorded().answered(exchange.answerTo(failure), exchange.nowNanos());
        } else {
            recorded().broke(ResponseOutcome.UNCLASSIFIED, exchange.nowNanos());
        }
        exchange.attemptFailed(failure);
    }

    private void firstFrame() {
        recorded().firstFrame(exchange.nowNanos());
        reportLoad();
    }

    private void end(@Nullable Http2Headers trailers) {
        ended = true;
        recorded().ended(trailers, exchange.nowNanos());
        reportLoad();
    }

    /** The client has lost interest. */
    void cancel(Http2Error reason) {
        if (!ended) {
            ended = true;
            reportLoad();
            if (recorder != null) {
                recorder.ended(null, exchange.nowNanos());
            }
        }
        if (request != null) {
            request.abort(reason);
        } else if (endpoint == null) {
            dispatcher.forget(this);
        }
    }

    /** The balancer learns the time to the first frame, once. */
    private void reportLoad() {
        if (!loadReported) {
            loadReported = true;
            chosen().load().finished(exchange.nowNanos() - assignedNanos);
        }
    }

    private ResponseRecorder recorded() {
        ResponseRecorder present = recorder;
        if (present == null) {
            throw new IllegalStateException("not opened");
        }
        return present;
    }
}
