package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import dev.fairlead.proxy.pool.FakeEdge;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Some requests to one service with up to three endpoints, which do as they are told. Keeps the
 * books of who may have processed what.
 */
final class RetryPlay {
    static final int MAX_RETRIES = 2;
    private static final InetSocketAddress THREE = new InetSocketAddress("10.0.0.3", 8080);
    private static final List<InetSocketAddress> ADDRESSES = List.of(Stage.ONE, Stage.TWO, THREE);

    /** One thing that happens. */
    enum Action {
        OPEN,
        OPEN_AND_SEND,
        SEND,
        SEND_TWICE,
        SEND_LAST,
        SEND_TRAILERS,
        LEAVE,
        LEAVE_AT_NEXT,
        CLIENT_TAKES,
        CONNECTED,
        CONNECTED_TOO,
        REFUSED,
        ENDPOINT_TAKES,
        INFORMATIONAL,
        HEAD,
        HEAD_LAST,
        FAILURE,
        FAILURE_LAST,
        BODY,
        BODY_LAST,
        ANSWER_TRAILERS,
        REFUSES,
        RESETS,
        STOPS,
        LOST,
        LOST_UNSENT,
        GOES_AWAY,
        REFLEX_REFUSES,
        REFLEX_FAILS,
        REFLEX_LOST,
        ENDPOINTS,
        RETRYABLE,
        NOT_RETRYABLE,
        MOMENT,
        PAUSE,
        SECOND
    }

    /** An action, and whom it is about. */
    record Step(Action action, int whom) {}

    final Stage stage = new Stage(Direction.OUTBOUND);
    final List<PlayedRequest> requests = new ArrayList<>();
    private final String budget;
    private final Set<FakeCall> heard = new HashSet<>();
    private final Set<FakeCall> headed = new HashSet<>();
    private final Set<FakeCall> unprocessed = new HashSet<>();
    private final Map<FakeCall, String> names = new HashMap<>();
    private final List<AtomicInteger> writes = new ArrayList<>();
    private boolean retryable = true;

    /**
     * @param budget the fields of the retry budget in YAML
     */
    RetryPlay(String budget) {
        this.budget = budget;
        profile();
        endpoints(2);
    }

    private void profile() {
        stage.spec(
                """
                routes:
                - name: all
                  condition:
                    pathRegex: .*
                  isRetryable: %s
                  maxRetries: %d
                  timeout: 10s
                  perTryTimeout: 3s
                  maxRetryBodyBytes: 6
                retryBudget: %s
                """
                        .formatted(retryable, MAX_RETRIES, budget));
    }

    private void endpoints(int which) {
        stage.endpoints(
                Stream.of(0, 1, 2)
                        .filter(i -> i != which % 4)
                        .map(i ->
                                (which >> i) % 2 == 0
                                        ? Endpoint.of(ADDRESSES.get(i))
                                        : Stage.http2(ADDRESSES.get(i)))
                        .toArray(Endpoint[]::new));
    }

    void act(Step step) {
        switch (step.action()) {
            case OPEN -> open(step.whom(), false);
            case OPEN_AND_SEND -> open(step.whom(), true);
            case CONNECTED -> connecting(step).ifPresent(connector -> connector.connected(1));
            case CONNECTED_TOO -> connecting(step).ifPresent(connector -> connector.connected(3));
            case REFUSED ->
                    connecting(step).ifPresent(connector -> connector.fail(ConnectFailure.REFUSED));
            case ENDPOINTS -> endpoints(step.whom());
            case RETRYABLE, NOT_RETRYABLE -> {
                retryable = step.action() == Action.RETRYABLE;
                profile();
            }
            case MOMENT -> stage.advance(Duration.ofMillis(30));
            case PAUSE -> stage.advance(Duration.ofMillis(250));
            case SECOND -> stage.advance(Duration.ofSeconds(1));
            case SEND, SEND_TWICE, SEND_LAST, SEND_TRAILERS, LEAVE, LEAVE_AT_NEXT, CLIENT_TAKES ->
                    pick(requests, step.whom()).ifPresent(one -> client(step.action(), one));
            case GOES_AWAY -> pick(edges().toList(), step.whom()).ifPresent(FakeEdge::goAway);
            case REFLEX_REFUSES, REFLEX_FAILS, REFLEX_LOST ->
                    pick(edges().toList(), step.whom())
                            .ifPresent(edge -> edge.reflex(call -> endpoint(step.action(), call)));
            default ->
                    pick(calls().filter(call -> !call.ended()).toList(), step.whom())
                            .ifPresent(call -> endpoint(step.action(), call));
        }
    }

    private void open(int kind, boolean body) {
        PlayedRequest client = new PlayedRequest("r" + requests.size(), retryable);
        requests.add(client);
        Http2Headers head =
                switch (kind % 3) {
                    case 0 -> Stage.http1("POST", "/a");
                    case 1 -> Stage.request("POST", "/a");
                    default -> Stage.grpc("/Books/Buy");
                };
        client.begin(
                new ClientExchanges(stage.side, stage.byAuthority()).open(client), head, !body);
    }

    private static void client(Action action, PlayedRequest client) {
        switch (action) {
            case SEND -> client.send(false);
            case SEND_TWICE -> client.sendTwice();
            case SEND_LAST -> client.send(true);
            case SEND_TRAILERS -> client.sendTrailers();
            case LEAVE -> client.leave();
            case LEAVE_AT_NEXT -> client.leaveAtNext();
            default -> client.take();
        }
    }

    private Optional<FakeConnector> connecting(Step step) {
        return pick(
                ADDRESSES.stream()
                        .map(stage::connector)
                        .filter(connector -> connector.connecting() > 0)
                        .toList(),
                step.whom());
    }

    private static <T> Optional<T> pick(List<T> from, int whom) {
        return from.isEmpty() ? Optional.empty() : Optional.of(from.get(whom % from.size()));
    }

    private void endpoint(Action action, FakeCall call) {
        switch (action) {
            case ENDPOINT_TAKES -> call.write();
            case INFORMATIONAL -> inform(call);
            case HEAD -> head(call, 200, false);
            case HEAD_LAST -> head(call, 200, true);
            case FAILURE -> head(call, 503, false);
            case FAILURE_LAST, REFLEX_FAILS -> head(call, 503, true);
            case BODY -> body(call, false);
            case BODY_LAST -> body(call, true);
            case ANSWER_TRAILERS -> trailers(call);
            case REFUSES, REFLEX_REFUSES -> refuse(call);
            case RESETS -> call.reset(Http2Error.INTERNAL_ERROR);
            case STOPS -> call.reset(Http2Error.NO_ERROR);
            case LOST, REFLEX_LOST -> call.lose(ConnectionLoss.CLOSED);
            case LOST_UNSENT -> loseUnsent(call);
            default -> throw new IllegalStateException(action.toString());
        }
    }

    private void inform(FakeCall call) {
        if (!headed.contains(call)) {
            heard.add(call);
            call.answer(103, false);
        }
    }

    private void head(FakeCall call, int status, boolean last) {
        if (headed.add(call)) {
            heard.add(call);
            names.put(call, "c" + names.size());
            call.answer(
                    new DefaultHttp2Headers()
                            .status(Integer.toString(status))
                            .set(PlayedRequest.ANSWERED_BY, names.get(call)),
                    last);
        }
    }

    private void body(FakeCall call, boolean last) {
        if (headed.contains(call) && !call.answered()) {
            AtomicInteger count = new AtomicInteger();
            writes.add(count);
            call.answerData(
                    Unpooled.copiedBuffer("x", StandardCharsets.US_ASCII),
                    last,
                    count::incrementAndGet);
        }
    }

    private void trailers(FakeCall call) {
        if (headed.contains(call)) {
            call.answerTrailers("grpc-status", "14");
        }
    }

    private void refuse(FakeCall call) {
        if (!heard.contains(call)) {
            unprocessed.add(call);
        }
        call.reset(Http2Error.REFUSED_STREAM);
    }

    private void loseUnsent(FakeCall call) {
        if (!heard.contains(call)) {
            unprocessed.add(call);
            call.lose(ConnectionLoss.UNSENT);
        }
    }

    private Stream<FakeEdge> edges() {
        return ADDRESSES.stream().flatMap(address -> stage.connector(address).edges().stream());
    }

    Stream<FakeCall> calls() {
        return edges().flatMap(edge -> edge.calls().stream());
    }

    /** What endpoints were sent of a request. */
    List<FakeCall> calls(PlayedRequest request) {
        return calls().filter(call -> request.id.contentEquals(id(call))).toList();
    }

    private static CharSequence id(FakeCall call) {
        CharSequence id = call.fields().get(PlayedRequest.ID);
        return id == null ? "" : id;
    }

    /** How many endpoints may have processed it. */
    long processed(PlayedRequest request) {
        return calls(request).stream().filter(call -> !unprocessed.contains(call)).count();
    }

    /** The call whose answer the client got, if any did. */
    Optional<FakeCall> answering(PlayedRequest request) {
        return calls(request).stream()
                .filter(call -> request.answeredBy().equals(names.get(call)))
                .findFirst();
    }

    /** All that has to be written once: pieces of requests and of answers. */
    Stream<AtomicInteger> writes() {
        return Stream.concat(
                writes.stream(), requests.stream().flatMap(request -> request.writes.stream()));
    }

    /** Nobody does anything but take what waits, until every clock has run out. */
    void finish() {
        for (int i = 0; i < 4; i++) {
            requests.forEach(PlayedRequest::take);
            calls().toList().forEach(FakeCall::write);
            stage.advance(Stage.STREAM_IDLE);
        }
    }

    /** Then the clients go, and what nobody uses is closed. */
    void close() {
        requests.forEach(PlayedRequest::leave);
        requests.forEach(PlayedRequest::take);
        stage.advance(Stage.IDLE.multipliedBy(4));
        calls().toList().forEach(FakeCall::write);
    }
}
