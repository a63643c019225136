package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.FailureAccrual;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        FakeConnector connector = stage.one();
        if (connector.connecting() > 0) {
            connector.connected(100);
        }
        return connector.call();
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
}
