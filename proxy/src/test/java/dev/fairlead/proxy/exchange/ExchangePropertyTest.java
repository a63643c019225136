package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** What holds however client, endpoint, discovery and time interleave. */
class ExchangePropertyTest {
    /** One thing that happens. */
    enum Step {
        SEND,
        SEND_LAST,
        SEND_TRAILERS,
        CLIENT_RESETS,
        CLIENT_TAKES,
        CONNECTED,
        REFUSED,
        ENDPOINT_TAKES,
        INFORMATIONAL,
        HEAD,
        HEAD_LAST,
        FAILURE,
        FAILURE_LAST,
        ANSWER,
        ANSWER_LAST,
        ANSWER_TRAILERS,
        ENDPOINT_RESETS,
        ENDPOINT_FAILS,
        ENDPOINT_STOPS,
        CONNECTION_LOST,
        ENDPOINT_REMOVED,
        PROFILE_CHANGED,
        PAUSE,
        TIME
    }

    /** A client, its request and an endpoint that does as it is told. */
    private static final class Play {
        final Stage stage = new Stage(Direction.OUTBOUND).withBooks();
        final RecordingClient client = new RecordingClient();
        final List<ByteBuf> buffers = new ArrayList<>();
        final List<AtomicInteger> written = new ArrayList<>();
        final MessageSink request;
        final Set<FakeCall> answered = new HashSet<>();
        boolean requestEnded;

        Play(boolean http1) {
            stage.route("isRetryable: true\ntimeout: 10s\nperTryTimeout: 3s");
            request = stage.open(client);
            request.head(http1 ? Stage.http1("POST", "/a") : Stage.request("POST", "/a"), false);
        }

        void act(Step step) {
            switch (step) {
                case SEND -> send(false);
                case SEND_LAST -> send(true);
                case SEND_TRAILERS -> sendTrailers();
                case CLIENT_RESETS -> resets();
                case CLIENT_TAKES -> client.write();
                case CONNECTED -> connecting().ifPresent(connector -> connector.connected(2));
                case REFUSED ->
                        connecting().ifPresent(connector -> connector.fail(ConnectFailure.REFUSED));
                case ENDPOINT_REMOVED -> stage.endpoints();
                case PROFILE_CHANGED -> stage.profile("other", "/.*");
                case PAUSE -> stage.advance(Duration.ofMillis(250));
                case TIME -> stage.advance(Duration.ofSeconds(1));
                default -> call().ifPresent(call -> answer(step, call));
            }
        }

        private void send(boolean last) {
            if (!requestEnded) {
                requestEnded = last;
                AtomicInteger count = new AtomicInteger();
                written.add(count);
                request.data(buffer(), last, count::incrementAndGet);
            }
        }

        private ByteBuf buffer() {
            ByteBuf buffer = Unpooled.copiedBuffer("x", StandardCharsets.US_ASCII);
            buffers.add(buffer);
            return buffer;
        }

        private void sendTrailers() {
            if (!requestEnded) {
                requestEnded = true;
                request.trailers(new DefaultHttp2Headers());
            }
        }

        private void resets() {
            requestEnded = true;
            request.abort(Http2Error.CANCEL);
        }

        private Optional<FakeConnector> connecting() {
            return Optional.of(stage.one()).filter(connector -> connector.connecting() > 0);
        }

        private Optional<FakeCall> call() {
            return stage.one().edges().stream()
                    .flatMap(edge -> edge.calls().stream())
                    .reduce((_, last) -> last);
        }

        private void answer(Step step, FakeCall call) {
            switch (step) {
                case ENDPOINT_TAKES -> call.write();
                case INFORMATIONAL -> informational(call);
                case HEAD -> head(call, 200, false);
                case HEAD_LAST -> head(call, 200, true);
                case FAILURE -> head(call, 503, false);
                case FAILURE_LAST -> head(call, 503, true);
                case ANSWER -> body(call, false);
                case ANSWER_LAST -> body(call, true);
                case ANSWER_TRAILERS -> answerTrailers(call);
                case ENDPOINT_RESETS -> call.reset(Http2Error.REFUSED_STREAM);
                case ENDPOINT_FAILS -> call.reset(Http2Error.INTERNAL_ERROR);
                case ENDPOINT_STOPS -> call.reset(Http2Error.NO_ERROR);
                case CONNECTION_LOST -> call.lose(ConnectionLoss.CLOSED);
                default -> throw new IllegalStateException(step.toString());
            }
        }

        private void informational(FakeCall call) {
            if (!answered.contains(call)) {
                call.answer(103, false);
            }
        }

        private void head(FakeCall call, int status, boolean last) {
            if (answered.add(call)) {
                call.answer(status, last);
            }
        }

        private void body(FakeCall call, boolean last) {
            if (answered.contains(call) && !call.answered()) {
                AtomicInteger count = new AtomicInteger();
                written.add(count);
                call.answerData(buffer(), last, count::incrementAndGet);
            }
        }

        private void answerTrailers(FakeCall call) {
            if (answered.contains(call)) {
                call.answerTrailers("grpc-status", "0");
            }
        }

        /** Everybody finishes what is open, and takes what waits. */
        void finish() {
            resets();
            client.write();
            stage.one().edges().forEach(edge -> edge.calls().forEach(FakeCall::write));
        }
    }

    @Property(tries = 300)
    void everythingIsLetGoOnceAndCountedOnce(
            @ForAll boolean http1, @ForAll @Size(max = 24) List<Step> steps) {
        Play play = new Play(http1);

        steps.forEach(play::act);
        play.finish();

        assertThat(play.written).allSatisfy(count -> assertThat(count).hasValue(1));
        assertThat(play.buffers).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
        Page page = play.stage.page();
        assertThat(page.sum("route_request_total")).isEqualTo(1);
        assertThat(page.sum("route_response_total")).isLessThanOrEqualTo(1);
        assertThat(page.sum("response_total", "target_ip"))
                .isLessThanOrEqualTo(page.sum("request_total", "target_ip"));
        assertThat(page.sum("route_retry_total")).isLessThanOrEqualTo(1);
        assertThat(page.sum("request_total", "target_ip")).isLessThanOrEqualTo(4);
        assertThat(play.stage.replayMemory.used()).isZero();
    }

    @Property(tries = 300)
    void nothingStaysInUse(@ForAll boolean http1, @ForAll @Size(max = 24) List<Step> steps) {
        Play play = new Play(http1);

        steps.forEach(play::act);
        play.finish();
        play.stage.advance(Stage.IDLE.multipliedBy(3));

        assertThat(play.stage.discovery.followers()).isZero();
        for (int i = 0; i < Stage.IN_FLIGHT; i++) {
            assertThat(play.stage.side.inFlight().enter()).isTrue();
        }
    }

    @Property(tries = 300)
    void clientAndEndpointAreToldWhatIsTrue(
            @ForAll boolean http1, @ForAll @Size(max = 24) List<Step> steps) {
        Play play = new Play(http1);

        steps.forEach(play::act);

        List<String> told = play.client.events;
        long heads = told.stream().filter(event -> event.startsWith("head 2")).count();
        assertThat(heads).isLessThanOrEqualTo(1);
        assertThat(told.stream().filter(event -> event.startsWith("head 5")).count() + heads)
                .isLessThanOrEqualTo(1);
        assertThat(told.stream().filter(event -> event.endsWith(" last")).count())
                .isLessThanOrEqualTo(1);
    }
}
