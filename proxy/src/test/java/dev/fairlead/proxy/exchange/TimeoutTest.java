package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which clock ends what. No socket, and a clock set by hand. */
class TimeoutTest {
    private final Stage stage = new Stage(Direction.OUTBOUND);
    private final RecordingClient client = new RecordingClient();

    @BeforeEach
    void oneEndpoint() {
        stage.route("timeout: 150ms");
        stage.endpoints(Endpoint.of(Stage.ONE));
    }

    private FakeCall call() {
        return stage.one().carried();
    }

    private int calls() {
        return stage.one().calls();
    }

    private void millis(int millis) {
        stage.advance(Duration.ofMillis(millis));
    }

    private double fate(String outcome) {
        return stage.page().sum("route_retry_total", "outcome=\"" + outcome + "\"");
    }

    @Test
    void routeTimeoutAnswersInTheEndpointsPlaceAndCancelsTheRequest() {
        RecordingClient asking = stage.get("/a");
        FakeCall late = call();

        millis(150);

        assertThat(asking.events).containsExactly("head 504 last");
        assertThat(asking.field("l5d-proxy-reason")).isEqualTo("route-timeout");
        assertThat(asking.field("l5d-proxy-error"))
                .isEqualTo(
                        "logical service books.default.svc.cluster.local:80:"
                                + " HTTP response timeout after 150ms");
        assertThat(late.events()).endsWith("abort CANCEL");
        assertThat(fate("skipped_deadline")).isEqualTo(1);
    }

    @Test
    void routeTimeoutCountsAsAnErrorWithoutAStatusAndTheAttemptNotAtAll() {
        stage.get("/a");
        call();

        millis(150);

        assertThat(stage.page().family("route_response_total"))
                .singleElement()
                .asString()
                .contains("classification=\"failure\"", "error=\"timeout\"")
                .doesNotContain("status_code");
        assertThat(stage.page().family("route_actual_response_total")).isEmpty();
        assertThat(stage.page().sum("route_actual_request_total")).isEqualTo(1);
        assertThat(stage.page().sum("outbound_http_errors_total", "error=\"response timeout\""))
                .isEqualTo(1);
    }

    @Test
    void routeTimeoutOfAGrpcCallIsDeadlineExceeded() {
        stage.open(client).head(Stage.grpc("/Books/Get"), true);
        call();

        millis(150);

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(client.field("grpc-status")).isEqualTo("4");
    }

    @Test
    void bodyThatComesAfterTheHeadMayTakeLonger() {
        RecordingClient asking = stage.get("/a");
        call().answer(200, false);

        millis(10_000);
        call().answerData("slow", true, () -> {});

        assertThat(asking.events).containsExactly("head 200", "data slow last");
    }

    @Test
    void timeoutCoversTheWaitForAnEndpoint() {
        stage.endpoints();
        RecordingClient asking = stage.get("/a");

        millis(150);

        assertThat(asking.events).containsExactly("head 504 last");
        assertThat(asking.field("l5d-proxy-reason")).isEqualTo("route-timeout");
    }

    @Test
    void timeoutCoversAllAttemptsAndTheirPauses() {
        stage.route("timeout: 150ms\nisRetryable: true\nretryBackoff: {min: 100ms, max: 100ms}");
        RecordingClient asking = stage.get("/a");
        call().answer(500, true);
        millis(40);
        call().answer(500, true);
        assertThat(calls()).isEqualTo(2);
        millis(100);
        assertThat(calls()).isEqualTo(3);

        millis(10);

        assertThat(asking.events).containsExactly("head 504 last");
        assertThat(fate("retried_failed")).isEqualTo(1);
    }

    @Test
    void retryThatHasNoTimeLeftIsNotStarted() {
        stage.route("timeout: 150ms\nisRetryable: true\nretryBackoff: {min: 100ms, max: 100ms}");
        RecordingClient asking = stage.get("/a");
        call().answer(500, true);
        millis(60);

        call().answer(502, true);

        assertThat(asking.events).containsExactly("head 502 last");
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void attemptThatTakesTooLongIsFollowedByAnother() {
        stage.endpoints(Endpoint.of(Stage.ONE));
        stage.route("isRetryable: true\nperTryTimeout: 50ms\ntimeout: 10s");
        RecordingClient asking = stage.get("/a");
        FakeCall slow = call();

        millis(50);
        call().answer(200, true);

        assertThat(slow.events()).endsWith("abort CANCEL");
        assertThat(asking.events).containsExactly("head 200 last");
        assertThat(fate("retried_ok")).isEqualTo(1);
        assertThat(stage.page().sum("route_actual_response_total", "error=\"timeout\""))
                .isEqualTo(1);
    }

    @Test
    void attemptThatTakesTooLongOnARouteThatIsNotRetryableIsTheEnd() {
        stage.route("perTryTimeout: 50ms");
        RecordingClient asking = stage.get("/a");
        call();

        millis(50);

        assertThat(asking.events).containsExactly("head 504 last");
        assertThat(asking.field("l5d-proxy-reason")).isEqualTo("per-try-timeout");
        assertThat(calls()).isEqualTo(1);
        assertThat(fate("skipped_not_retryable")).isEqualTo(1);
    }

    @Test
    void connectThatTakesTooLongIsUnsent() {
        stage.endpoints(Endpoint.of(Stage.ONE), Endpoint.of(Stage.TWO));
        stage.route("perTryTimeout: 50ms");
        stage.open(client).head(Stage.http1("POST", "/pay"), true);
        FakeConnector first = stage.one().connecting() > 0 ? stage.one() : stage.two();
        FakeConnector other = first == stage.one() ? stage.two() : stage.one();

        millis(50);
        other.carried().answer(200, true);

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void smallerOfRouteTimeoutAndGrpcTimeoutRules() {
        stage.open(client).head(Stage.grpc("/Books/Get").set("grpc-timeout", "50m"), true);
        call();

        millis(50);

        assertThat(client.field("grpc-status")).isEqualTo("4");
        assertThat(client.field("l5d-proxy-reason")).isEqualTo("grpc-timeout");
    }

    @ParameterizedTest
    @CsvSource({"10S, 150000000n|150000u", "100m, 100000u|100000000n"})
    void whatIsLeftOfItIsPassedOn(String asked, String left) {
        stage.open(client).head(Stage.grpc("/Books/Get").set("grpc-timeout", asked), true);

        assertThat(left.split("\\|")).contains(call().fields().get("grpc-timeout").toString());
    }

    @Test
    void retryIsGivenWhatIsLeft() {
        stage.route("isRetryable: true\ntimeout: 90ms");
        stage.open(client).head(Stage.grpc("/Books/Get").set("grpc-timeout", "10S"), true);
        call();
        millis(30);

        call().answer(new DefaultHttp2Headers().status("200").set("grpc-status", "14"), true);

        assertThat(call().fields().get("grpc-timeout")).hasToString("60000000n");
        assertThat(call().fields().get("grpc-previous-rpc-attempts")).hasToString("1");
    }

    @Test
    void requestWithoutGrpcTimeoutIsGivenNone() {
        stage.open(client).head(Stage.grpc("/Books/Get"), true);

        assertThat(call().fields().contains("grpc-timeout")).isFalse();
    }

    @Test
    void headThatIsHeldForItsVerdictIsPassedOnWhenTimeIsOver() {
        stage.route("isRetryable: true\ntimeout: 150ms");
        stage.open(client).head(Stage.grpc("/Books/Watch"), true);
        call().answer(200, false);
        assertThat(client.events).isEmpty();

        millis(150);

        assertThat(client.events).containsExactly("head 200");
        call().answerData("message", false, () -> {});
        assertThat(client.events).containsExactly("head 200", "data message");
    }

    @Test
    void upgradeEndsTheTimeout() {
        stage.open(client)
                .head(
                        Http1Heads.of(
                                """
                                GET /ws HTTP/1.1
                                Host: books
                                Connection: upgrade
                                Upgrade: websocket

                                """),
                        false);
        call().answer(101, false);

        millis(10_000);

        assertThat(client.events).containsExactly("head 101");
    }

    @Test
    void streamThatCarriesNothingIsCutByTheIdleClock() {
        RecordingClient asking = stage.get("/a");
        FakeCall call = call();
        call.answer(200, false);
        stage.advance(Stage.STREAM_IDLE.minusMillis(1));
        call.answerData("alive", false, () -> {});
        stage.advance(Stage.STREAM_IDLE.minusMillis(1));
        assertThat(asking.events).containsExactly("head 200", "data alive");

        millis(1);

        assertThat(asking.events).endsWith("abort CANCEL");
        assertThat(call.events()).endsWith("abort CANCEL");
        assertThat(stage.page().sum("proxy_error_total", "idle-timeout")).isEqualTo(1);
        assertThat(stage.page().sum("route_response_total", "error=\"timeout\"")).isEqualTo(1);
    }

    @Test
    void idleGrpcStreamEndsWithAStatus() {
        stage.open(client).head(Stage.grpc("/Books/Watch"), true);
        call().answer(200, false);

        stage.advance(Stage.STREAM_IDLE);

        assertThat(client.events).containsExactly("head 200", "trailers");
    }

    @Test
    void whatTheClientSendsKeepsTheStreamAlive() {
        MessageSink request = stage.open(client);
        request.head(Stage.request("POST", "/a"), false);
        call().answer(200, false);
        stage.advance(Stage.STREAM_IDLE.minusMillis(1));

        request.data(Unpooled.EMPTY_BUFFER, false, () -> {});
        millis(1);

        assertThat(client.events).containsExactly("head 200");
    }

    @Test
    void endedExchangesLeaveNoTimer() {
        stage.route("isRetryable: true\ntimeout: 1h\nperTryTimeout: 1m");
        for (int i = 0; i < 3; i++) {
            stage.get("/a");
            call().answer(200, true);
        }

        // the sweep of destinations, and the pool's reaper at most
        assertThat(stage.loop.time.scheduled()).isLessThanOrEqualTo(2);
    }
}
