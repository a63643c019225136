package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.FailureAccrual;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.FakeCall;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must not happen when requests are sent again and things come in an odd order. */
class RetrySafetyTest {
    private static final FailureAccrual FIRST_FAILURE =
            new FailureAccrual(1, Duration.ofMinutes(1), Duration.ofMinutes(1), 0);

    private final Stage stage = new Stage(Direction.OUTBOUND);
    private final RecordingClient client = new RecordingClient();

    @BeforeEach
    void oneEndpointBehindARetryableRoute() {
        stage.route("isRetryable: true");
        stage.endpoints(Endpoint.of(Stage.ONE));
    }

    private FakeCall call() {
        return stage.one().carried();
    }

    private int calls() {
        return stage.one().calls();
    }

    private MessageSink post() {
        MessageSink request = stage.open(client);
        request.head(Stage.request("POST", "/a"), false);
        return request;
    }

    private static void send(MessageSink request, String text, boolean last) {
        send(request, text, last, () -> {});
    }

    private static void send(MessageSink request, String text, boolean last, Runnable written) {
        request.data(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII), last, written);
    }

    private double fate(String outcome) {
        return stage.page().sum("route_retry_total", "outcome=\"" + outcome + "\"");
    }

    private void breaking() {
        stage.discovery.endpoints(
                Stage.BOOKS,
                new EndpointsView(
                        true, List.of(Endpoint.of(Stage.ONE)), Optional.of(FIRST_FAILURE)));
    }

    @Test
    void answerThatOpensTheOnlyBreakerIsPassedOnAtOnce() {
        breaking();
        RecordingClient asking = stage.get("/a");

        call().answer(503, true);

        assertThat(asking.events).containsExactly("head 503 last");
        assertThat(fate("skipped_no_endpoint")).isEqualTo(1);
        assertThat(stage.page().sum("route_retryable_total")).isZero();
    }

    @Test
    void lossThatOpensTheOnlyBreakerIsAnsweredAtOnce() {
        breaking();
        RecordingClient asking = stage.get("/a");

        call().lose(ConnectionLoss.CLOSED);

        assertThat(asking.events).containsExactly("head 502 last");
        assertThat(fate("skipped_no_endpoint")).isEqualTo(1);
    }

    @Test
    void bodyThatCameBeforeTheRoutesWereKnownIsSentAgain() {
        Stage late = new Stage(Direction.OUTBOUND);
        MessageSink request = late.open(client);
        request.head(Stage.request("POST", "/a"), false);
        send(request, "body", true);
        late.route("isRetryable: true");
        late.endpoints(Endpoint.of(Stage.ONE));
        late.one().connected(2).calls().getLast().answer(503, true);

        assertThat(late.one().call().events()).containsExactly("head POST /a", "data body last");
        late.one().call().answer(200, true);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void whatAnEarlyFailureLetsTheClientSendGoesToTheNextAttempt() {
        stage.route("isRetryable: true\nmaxRetryBodyBytes: 4");
        MessageSink request = post();
        FakeCall early = call();
        send(request, "abc", false, () -> send(request, "defgh", true));

        early.answer(503, true);

        assertThat(early.events()).containsExactly("head POST /a", "data abc", "abort CANCEL");
        assertThat(stage.one().call().events())
                .containsExactly("head POST /a", "data abc", "data defgh last");
    }

    @Test
    void endpointThatHasBegunToAnswerCannotRefuseTheRequestAnyMore() {
        stage.route("isRetryable: false");
        RecordingClient asking = stage.get("/a");
        FakeCall call = call();
        call.answer(103, false);

        call.reset(Http2Error.REFUSED_STREAM);

        assertThat(calls()).isEqualTo(1);
        assertThat(asking.events).containsExactly("head 103", "abort INTERNAL_ERROR");
        assertThat(fate("skipped_not_retryable")).isEqualTo(1);
    }

    @Test
    void clientIsToldOfARefusalOnlyIfNoAttemptMayHaveBeenProcessed() {
        stage.route("isRetryable: true\nmaxRetries: 1");
        RecordingClient asking = stage.get("/a");
        call().reset(Http2Error.INTERNAL_ERROR);

        call().reset(Http2Error.REFUSED_STREAM);

        assertThat(asking.events).containsExactly("abort INTERNAL_ERROR");
    }

    @Test
    void clientIsToldOfARefusalByAllThatWereAsked() {
        stage.route("maxRetries: 1");
        RecordingClient asking = stage.get("/a");
        call().reset(Http2Error.REFUSED_STREAM);

        call().reset(Http2Error.REFUSED_STREAM);

        assertThat(calls()).isEqualTo(2);
        assertThat(asking.events).containsExactly("abort REFUSED_STREAM");
    }

    @Test
    void resetThatSaysAllIsWellDoesNotMakeAPartTheWhole() {
        RecordingClient asking = stage.get("/a");
        FakeCall call = call();
        call.answer(200, false);
        call.answerData("half", false, () -> {});

        call.reset(Http2Error.NO_ERROR);

        assertThat(asking.events).containsExactly("head 200", "data half", "abort INTERNAL_ERROR");
    }

    @Test
    void uploadThatStallsAfterTheAnswerIsCut() {
        post();
        FakeCall call = call();
        call.answer(200, true);

        stage.advance(Stage.STREAM_IDLE);

        assertThat(client.events).containsExactly("head 200 last", "abort NO_ERROR");
        assertThat(call.events()).endsWith("abort CANCEL");
    }

    @Test
    void idleGrpcCallWhoseClientMaySendIsEndedOnBothSides() {
        MessageSink request = stage.open(client);
        request.head(Stage.grpc("/Books/Chat"), false);
        call().answer(200, false);

        stage.advance(Stage.STREAM_IDLE);

        assertThat(client.events).containsExactly("head 200", "trailers", "abort NO_ERROR");
    }

    @Test
    void requestThatWaitsForDiscoveryIsAnsweredWhenItsDestinationCloses() {
        Stage silent = new Stage(Direction.OUTBOUND);
        RecordingClient waiting = silent.get("/a");

        silent.destinations.close();

        assertThat(waiting.ended()).isTrue();
    }

    /** What an endpoint does while it is still being given the request. */
    enum Reflex {
        REFUSES,
        FAILS,
        IS_LOST;

        void act(FakeCall call) {
            switch (this) {
                case REFUSES -> call.reset(Http2Error.REFUSED_STREAM);
                case FAILS -> call.answer(503, true);
                case IS_LOST -> call.lose(ConnectionLoss.CLOSED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void failureInTheMiddleOfTheHeadIsFollowedByTheWholeRequest(Reflex reflex) {
        stage.get("/a");
        call().answer(200, true);
        stage.one().edges().getLast().reflex(reflex::act);
        MessageSink request = post();

        send(request, "body", true);

        assertThat(call().events()).containsExactly("head POST /a", "data body last");
        call().answer(200, true);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @ParameterizedTest
    @EnumSource
    void failureInTheMiddleOfTheBodyIsFollowedByTheWholeRequest(Reflex reflex) {
        MessageSink request = post();
        FakeCall first = call();
        stage.one().edges().getLast().reflex(reflex::act);

        send(request, "one", false);
        send(request, "two", true);

        assertThat(call()).isNotSameAs(first);
        assertThat(call().events()).containsExactly("head POST /a", "data one", "data two last");
        call().answer(200, true);
        assertThat(client.events).containsExactly("head 200 last");
    }
}
