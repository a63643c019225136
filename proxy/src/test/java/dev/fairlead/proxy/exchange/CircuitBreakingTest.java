package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.FailureAccrual;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.FakeCall;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Breakers at work behind a profile: no socket, and a clock set by hand. */
class CircuitBreakingTest {
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration PENALTY = Duration.ofMillis(1100);
    private static final int FAILURES = 3;
    private static final FailureAccrual SHORT = new FailureAccrual(FAILURES, PENALTY, PENALTY, 0);
    private static final FailureAccrual LONG =
            new FailureAccrual(FAILURES, Duration.ofSeconds(4), Duration.ofSeconds(16), 0);

    private final Stage stage = new Stage(Direction.OUTBOUND);

    @BeforeEach
    void everythingGoesToOneRouteAndOneEndpoint() {
        stage.route("maxRetries: 0");
        breaking(SHORT, Endpoint.of(Stage.ONE));
    }

    private void breaking(FailureAccrual accrual, Endpoint... endpoints) {
        stage.discovery.endpoints(
                Stage.BOOKS, new EndpointsView(true, List.of(endpoints), Optional.of(accrual)));
    }

    /** The last request to an endpoint, over a connection that is made if one is waited for. */
    private void answer(int status) {
        stage.get("/a");
        stage.one().carried().answer(status, true);
    }

    private void trip() {
        for (int i = 0; i < FAILURES; i++) {
            answer(500);
        }
    }

    @Test
    void endpointThatFailsInARowGetsNothingMore() {
        trip();

        RecordingClient waiting = stage.get("/a");

        assertThat(waiting.events).isEmpty();
        assertThat(stage.one().calls()).isEqualTo(FAILURES);
    }

    @Test
    void serviceThatDoesNotAskForItKeepsItsEndpoints() {
        stage.endpoints(Endpoint.of(Stage.ONE));

        for (int i = 0; i < 50; i++) {
            answer(500);
        }

        assertThat(stage.one().calls()).isEqualTo(50);
    }

    @Test
    void whatTheRouteCallsASuccessDoesNotCount() {
        stage.route(
                """
                responseClasses:
                - condition: {status: {min: 500, max: 599}}
                  isFailure: false
                """);

        for (int i = 0; i < 50; i++) {
            answer(500);
        }

        assertThat(stage.one().calls()).isEqualTo(50);
    }

    @Test
    void whatTheRouteCallsAFailureCounts() {
        stage.route(
                """
                responseClasses:
                - condition: {status: {min: 404, max: 404}}
                  isFailure: true
                """);

        for (int i = 0; i < FAILURES; i++) {
            answer(404);
        }

        assertThat(stage.get("/a").events).isEmpty();
    }

    @Test
    void grpcStatusInTrailersCounts() {
        for (int i = 0; i < FAILURES; i++) {
            stage.open(new RecordingClient()).head(Stage.grpc("/a"), true);
            FakeCall call = stage.one().carried();
            call.answer(
                    new DefaultHttp2Headers().status("200").set("content-type", "application/grpc"),
                    false);
            call.answerTrailers("grpc-status", "13");
        }

        assertThat(stage.get("/a").events).isEmpty();
    }

    @Test
    void connectFailuresOfHttp1Count() {
        for (int i = 0; i < FAILURES; i++) {
            stage.get1("/a");
            stage.one().fail(ConnectFailure.REFUSED);
        }

        assertThat(stage.get1("/a").events).isEmpty();
        assertThat(stage.one().connecting()).isZero();
    }

    @Test
    void resetsAndLostConnectionsCount() {
        stage.get("/a");
        stage.one().carried().reset(Http2Error.INTERNAL_ERROR);
        stage.get("/a");
        stage.one().carried().lose(ConnectionLoss.CLOSED);
        stage.get("/a");
        stage.one().carried().reset(Http2Error.INTERNAL_ERROR);

        assertThat(stage.get("/a").events).isEmpty();
    }

    @Test
    void attemptsThatTakeTooLongCount() {
        stage.route("timeout: 100ms");
        for (int i = 0; i < FAILURES; i++) {
            stage.get("/a");
            stage.one().carried();
            stage.advance(Duration.ofMillis(100));
        }

        stage.get("/a");

        assertThat(stage.one().calls()).isEqualTo(FAILURES);
    }

    @Test
    void requestsThatTheClientGivesUpDoNotCount() {
        for (int i = 0; i < 50; i++) {
            MessageSink request = stage.open(new RecordingClient());
            request.head(Stage.request("GET", "/a"), true);
            stage.one().carried();
            request.abort(Http2Error.CANCEL);
        }

        stage.get("/a");

        assertThat(stage.one().calls()).isEqualTo(51);
    }

    @Test
    void requestThatWaitsIsTheProbe() {
        trip();
        RecordingClient waiting = stage.get("/a");
        stage.advance(PENALTY.minus(MOMENT));
        assertThat(stage.one().calls()).isEqualTo(FAILURES);

        stage.advance(MOMENT);
        stage.one().carried().answer(200, true);

        assertThat(waiting.events).containsExactly("head 200 last");
    }

    @Test
    void onlyOneRequestProbesAndItsSuccessServesTheRest() {
        trip();
        stage.get("/a");
        RecordingClient second = stage.get("/a");
        RecordingClient third = stage.get("/a");

        stage.advance(PENALTY);
        assertThat(stage.one().calls()).isEqualTo(FAILURES + 1);
        stage.one().carried().answer(200, true);

        List<FakeCall> calls = stage.one().edges().getLast().calls();
        assertThat(calls).hasSize(FAILURES + 3);
        calls.forEach(call -> call.answer(200, true));
        assertThat(second.events).containsExactly("head 200 last");
        assertThat(third.events).containsExactly("head 200 last");
    }

    @Test
    void probeThatIsGivenUpLeavesItsPlaceToTheNext() {
        trip();
        stage.advance(PENALTY);
        MessageSink probe = stage.open(new RecordingClient());
        probe.head(Stage.request("GET", "/a"), true);
        RecordingClient next = stage.get("/a");
        assertThat(stage.one().calls()).isEqualTo(FAILURES + 1);

        probe.abort(Http2Error.CANCEL);
        stage.one().carried().answer(200, true);

        assertThat(next.events).containsExactly("head 200 last");
    }

    @Test
    void probeThatHangsDoesNotShutTheEndpointForEver() {
        trip();
        stage.advance(PENALTY);
        stage.get("/a");
        RecordingClient next = stage.get("/a");

        stage.advance(PENALTY);
        stage.one().carried().answer(200, true);

        assertThat(next.events).containsExactly("head 200 last");
    }

    @Test
    void allEndpointsShutEndsInFailFast() {
        breaking(LONG, Endpoint.of(Stage.ONE));
        trip();
        RecordingClient waited = stage.get("/a");

        stage.advance(Stage.FAIL_FAST);
        RecordingClient late = stage.get("/a");

        assertThat(waited.events).containsExactly("head 504 last");
        assertThat(waited.field("l5d-proxy-reason")).isEqualTo("no-endpoint");
        assertThat(waited.field("l5d-proxy-error"))
                .isEqualTo(
                        "logical service books.default.svc.cluster.local:80: circuit breakers open");
        assertThat(late.events).containsExactly("head 503 last");
        assertThat(late.field("l5d-proxy-reason")).isEqualTo("fail-fast");
        assertThat(late.field("l5d-proxy-error")).endsWith("circuit breakers open");
    }

    @Test
    void probesDoNotStopTheClockOfThoseThatWait() {
        trip();
        List<RecordingClient> waiting = List.of(stage.get("/a"), stage.get("/a"), stage.get("/a"));
        stage.advance(PENALTY);
        stage.one().carried().answer(500, true);
        stage.advance(PENALTY);
        stage.one().carried().answer(500, true);

        stage.advance(Stage.FAIL_FAST.minus(PENALTY.multipliedBy(2)));

        assertThat(waiting)
                .extracting(client -> client.events.getFirst())
                .containsExactly("head 500 last", "head 500 last", "head 504 last");
    }

    @Test
    void probeOpensNothingThatIsShutUntilItSucceeds() {
        breaking(LONG, Endpoint.of(Stage.ONE));
        trip();
        stage.get("/a");
        stage.advance(Duration.ofSeconds(4));

        RecordingClient probe = stage.get("/a");
        RecordingClient beside = stage.get("/a");
        assertThat(probe.events).isEmpty();
        assertThat(beside.events).containsExactly("head 503 last");
        stage.one().carried().answer(200, true);

        RecordingClient later = stage.get("/a");
        stage.one().carried().answer(200, true);
        assertThat(later.events).containsExactly("head 200 last");
    }

    @Test
    void othersServeWhileOneIsShut() {
        breaking(LONG, Endpoint.of(Stage.ONE), Endpoint.of(Stage.TWO));

        for (int i = 0; i < 150; i++) {
            int before = stage.two().calls();
            RecordingClient client = stage.get("/a");
            boolean two = stage.two().connecting() > 0 || stage.two().calls() > before;
            (two ? stage.two() : stage.one()).carried().answer(two ? 200 : 500, true);
            assertThat(client.ended()).isTrue();
            stage.advance(Duration.ofMillis(20));
        }

        assertThat(stage.one().calls()).isBetween(1, FAILURES);
        assertThat(stage.two().calls()).isEqualTo(150 - stage.one().calls());
    }

    @Test
    void transitionsAreCountedByService() {
        trip();
        stage.advance(PENALTY);
        answer(200);

        assertThat(stage.page().family("breaker_transitions_total"))
                .containsExactlyInAnyOrder(
                        transition("open"), transition("half_open"), transition("closed"));
    }

    private static String transition(String state) {
        return "breaker_transitions_total{direction=\"outbound\",dst=\"%s\",state=\"%s\"} 1"
                .formatted(Stage.BOOKS, state);
    }

    @Test
    void annotationThatGoesOpensTheEndpointAtOnceOnItsConnection() {
        breaking(LONG, Endpoint.of(Stage.ONE));
        trip();
        RecordingClient waiting = stage.get("/a");

        stage.endpoints(Endpoint.of(Stage.ONE));
        stage.one().carried().answer(200, true);

        assertThat(waiting.events).containsExactly("head 200 last");
        assertThat(stage.one().asked()).hasSize(1);
    }

    @Test
    void annotationThatComesCountsOnTheConnectionThatIsThere() {
        stage.endpoints(Endpoint.of(Stage.ONE));
        answer(500);
        breaking(LONG, Endpoint.of(Stage.ONE));

        trip();

        assertThat(stage.get("/a").events).isEmpty();
        assertThat(stage.one().asked()).hasSize(1);
        assertThat(stage.one().calls()).isEqualTo(FAILURES + 1);
    }

    @Test
    void endpointThatLeavesTakesItsPenaltyAlong() {
        breaking(LONG, Endpoint.of(Stage.ONE));
        trip();
        RecordingClient waiting = stage.get("/a");

        breaking(LONG, Endpoint.of(Stage.TWO));
        stage.two().carried().answer(200, true);
        breaking(LONG, Endpoint.of(Stage.ONE));
        RecordingClient next = stage.get("/a");
        stage.one().carried().answer(200, true);

        assertThat(waiting.events).containsExactly("head 200 last");
        assertThat(next.events).containsExactly("head 200 last");
    }

    @Test
    void closedDestinationLeavesNoTimer() {
        trip();
        stage.loop.time.advance(Stage.IDLE.multipliedBy(3));
        stage.destinations.close();

        assertThat(stage.loop.time.scheduled()).isZero();
    }
}
