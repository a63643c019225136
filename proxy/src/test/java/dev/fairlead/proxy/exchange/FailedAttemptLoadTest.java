package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a failed attempt does to the share of its endpoint. Both endpoints answer at once. */
class FailedAttemptLoadTest {
    private static final int REQUESTS = 200;

    private final Stage stage = new Stage(Direction.OUTBOUND);

    @BeforeEach
    void twoEndpointsAndNoRetries() {
        stage.route("maxRetries: 0");
        stage.endpoints(Endpoint.of(Stage.ONE), Endpoint.of(Stage.TWO));
    }

    private static int calls(FakeConnector connector) {
        return connector.edges().stream().mapToInt(edge -> edge.calls().size()).sum();
    }

    /** Sends one request after another; the first endpoint deals with them as told. */
    private int callsToOneThat(Consumer<FakeCall> answers) {
        for (int i = 0; i < REQUESTS; i++) {
            int before = calls(stage.one());
            stage.get("/a");
            if (stage.one().connecting() > 0) {
                stage.one().connected(REQUESTS);
            } else if (stage.two().connecting() > 0) {
                stage.two().connected(REQUESTS);
            }
            if (calls(stage.one()) > before) {
                answers.accept(stage.one().call());
            } else {
                stage.two().call().answer(200, true);
            }
            stage.advance(Duration.ofMillis(20));
        }
        return calls(stage.one());
    }

    private static Http2Headers head(String status) {
        return new DefaultHttp2Headers().status(status);
    }

    @Test
    void endpointThatSucceedsGetsItsShare() {
        assertThat(callsToOneThat(call -> call.answer(200, true)))
                .isBetween(REQUESTS / 3, REQUESTS * 2 / 3);
    }

    @Test
    void endpointThatAnswersFailuresGetsLittle() {
        assertThat(callsToOneThat(call -> call.answer(500, true))).isLessThan(REQUESTS / 20);
    }

    @Test
    void failureWithABodyCountsToo() {
        assertThat(
                        callsToOneThat(call -> {
                            call.answer(500, false);
                            call.answerData(Unpooled.EMPTY_BUFFER, false, () -> {});
                            call.answerData("sorry", true, () -> {});
                        }))
                .isLessThan(REQUESTS / 20);
    }

    @Test
    void endpointThatResetsGetsLittle() {
        assertThat(callsToOneThat(call -> call.reset(Http2Error.INTERNAL_ERROR)))
                .isLessThan(REQUESTS / 20);
    }

    @Test
    void endpointThatAsksForTimeGetsIt() {
        assertThat(callsToOneThat(call -> call.answer(head("503").set("retry-after", "120"), true)))
                .isEqualTo(1);
    }

    @Test
    void timeThatASuccessAsksForIsNoPenalty() {
        assertThat(callsToOneThat(call -> call.answer(head("200").set("retry-after", "120"), true)))
                .isGreaterThan(REQUESTS / 3);
    }
}
