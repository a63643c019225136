package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.FakeCall;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a gRPC call that failed is sent again, and that no stream is kept waiting for it. */
class GrpcRetryTest {
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

    private MessageSink unary() {
        MessageSink request = stage.open(client);
        request.head(Stage.grpc("/Books/Get"), true);
        return request;
    }

    private static Http2Headers trailersOnly(String status) {
        return new DefaultHttp2Headers().status("200").set("grpc-status", status);
    }

    @Test
    void failureInTheHeadIsRetried() {
        unary();

        call().answer(trailersOnly("14"), true);
        call().answer(trailersOnly("0"), true);

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(client.field("grpc-status")).isEqualTo("0");
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void failureInTrailersBehindAnEmptyBodyIsRetried() {
        unary();

        call().answer(200, false);
        call().answerData("", false, () -> {});
        call().answerTrailers("grpc-status", "14");
        call().answer(200, false);
        call().answerData("message", false, () -> {});
        call().answerTrailers("grpc-status", "0");

        assertThat(client.events).containsExactly("head 200", "data message", "trailers");
        assertThat(calls()).isEqualTo(2);
    }

    @Test
    void successInTrailersArrivesWhole() {
        unary();

        call().answer(200, false);
        assertThat(client.events).isEmpty();
        call().answerData("message", false, () -> {});
        assertThat(client.events).containsExactly("head 200", "data message");
        call().answerTrailers("grpc-status", "0");

        assertThat(client.events).containsExactly("head 200", "data message", "trailers");
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void severalMessagesArriveInOrder() {
        unary();

        call().answer(200, false);
        call().answerData("one", false, () -> {});
        call().answerData("two", false, () -> {});
        call().answerTrailers("grpc-status", "0");

        assertThat(client.events).containsExactly("head 200", "data one", "data two", "trailers");
    }

    @Test
    void failureAfterAMessageIsTheClientsToSee() {
        unary();

        call().answer(200, false);
        call().answerData("message", false, () -> {});
        call().answerTrailers("grpc-status", "14");

        assertThat(client.events).containsExactly("head 200", "data message", "trailers");
        assertThat(calls()).isEqualTo(1);
        assertThat(stage.page().sum("route_retry_total", "skipped_committed")).isEqualTo(1);
    }

    @Test
    void headOfAStreamWhoseClientStillSendsIsNotHeld() {
        MessageSink request = stage.open(client);
        request.head(Stage.grpc("/Books/Chat"), false);

        call().answer(200, false);

        assertThat(client.events).containsExactly("head 200");
    }

    @Test
    void headOnARouteThatIsNotRetryableIsNotHeld() {
        stage.route("isRetryable: false");
        unary();

        call().answer(200, false);

        assertThat(client.events).containsExactly("head 200");
    }

    @Test
    void resetBehindAHeadThatIsHeldIsRetried() {
        unary();

        call().answer(200, false);
        call().reset(Http2Error.INTERNAL_ERROR);
        call().answer(trailersOnly("0"), true);

        assertThat(client.events).containsExactly("head 200 last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "5", "8", "10", "16"})
    void statusThatIsNoFailureIsNotRetried(String status) {
        unary();

        call().answer(trailersOnly(status), true);

        assertThat(client.field("grpc-status")).isEqualTo(status);
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void statusWithoutGrpcsMediaTypeDecidesNothing() {
        stage.open(client).head(Stage.request("POST", "/Books/Get"), true);

        call().answer(trailersOnly("14"), true);

        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void pushbackIsWaitedFor() {
        unary();

        call().answer(trailersOnly("14").set("grpc-retry-pushback-ms", "700"), true);
        stage.advance(Duration.ofMillis(699));
        assertThat(calls()).isEqualTo(1);
        stage.advance(Duration.ofMillis(1));

        assertThat(calls()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"-1", "soon", "''"})
    void pushbackThatForbidsIsObeyed(String pushback) {
        unary();

        call().answer(trailersOnly("14").set("grpc-retry-pushback-ms", pushback), true);

        assertThat(client.field("grpc-status")).isEqualTo("14");
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void pushbackInTrailersCountsToo() {
        unary();

        call().answer(200, false);
        Http2Headers trailers =
                new DefaultHttp2Headers()
                        .set("grpc-status", "14")
                        .set("grpc-retry-pushback-ms", "-1");
        call().answerTrailers(trailers);

        assertThat(client.events).containsExactly("head 200", "trailers");
        assertThat(calls()).isEqualTo(1);
    }
}
