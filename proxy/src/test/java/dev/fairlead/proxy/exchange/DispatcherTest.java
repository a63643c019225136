package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.FakeCall;
import io.netty.handler.codec.http2.Http2Error;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatcherTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Stage stage = new Stage(Direction.OUTBOUND);

    /** Books exists, but nobody serves it. */
    private void withoutEndpoints() {
        stage.profile("GET /a", "/a");
        stage.endpoints();
    }

    private double errors(String error) {
        return stage.page().sum("outbound_http_errors_total", "error=\"" + error + "\"");
    }

    @Test
    void requestWaitsForTheFirstEndpoint() {
        withoutEndpoints();
        RecordingClient client = stage.get1("/a");
        stage.advance(Stage.FAIL_FAST.minus(MOMENT));

        stage.endpoints(Endpoint.of(Stage.ONE));
        stage.one().connected(1);
        stage.one().call().answer(200, true);

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void requestThatWaitedAsLongAsFailFastAllowsGetsA504() {
        withoutEndpoints();
        RecordingClient client = stage.get("/a");
        stage.advance(Stage.FAIL_FAST.minus(MOMENT));
        assertThat(client.events).isEmpty();

        stage.advance(MOMENT);

        assertThat(client.events).containsExactly("head 504 last");
        assertThat(client.field("l5d-proxy-reason")).isEqualTo("no-endpoint");
        assertThat(client.field("l5d-proxy-error"))
                .isEqualTo(
                        "logical service books.default.svc.cluster.local:80: service in fail-fast");
        assertThat(errors("failfast")).isEqualTo(1);
        assertThat(stage.page().family("route_response_total"))
                .singleElement()
                .asString()
                .contains("error=\"unclassified\"")
                .doesNotContain("status_code");
    }

    @Test
    void requestAfterFailFastGetsA503AtOnce() {
        withoutEndpoints();
        stage.get("/a");
        stage.advance(Stage.FAIL_FAST);

        RecordingClient later = stage.get("/a");

        assertThat(later.events).containsExactly("head 503 last");
        assertThat(later.field("l5d-proxy-reason")).isEqualTo("fail-fast");
        assertThat(errors("loadshed")).isEqualTo(1);
    }

    @Test
    void endpointThatBecomesReadyEndsFailFast() {
        withoutEndpoints();
        stage.get("/a");
        stage.advance(Stage.FAIL_FAST);

        stage.endpoints(Endpoint.of(Stage.ONE));
        RecordingClient later = stage.get1("/a");
        stage.one().connected(1);
        stage.one().call().answer(200, true);

        assertThat(later.events).containsExactly("head 200 last");

        stage.endpoints();
        RecordingClient waiting = stage.get1("/a");

        assertThat(waiting.events).isEmpty();
    }

    @Test
    void requestBeyondTheQueuesCapacityGetsA503() {
        withoutEndpoints();
        List<RecordingClient> waiting = new ArrayList<>();
        for (int i = 0; i < Stage.QUEUE; i++) {
            waiting.add(stage.get("/a"));
        }

        RecordingClient oneTooMany = stage.get("/a");

        assertThat(oneTooMany.events).containsExactly("head 503 last");
        assertThat(oneTooMany.field("l5d-proxy-reason")).isEqualTo("queue-full");
        assertThat(waiting).allSatisfy(client -> assertThat(client.events).isEmpty());
    }

    @Test
    void abortedRequestGivesItsPlaceInTheQueueUp() {
        withoutEndpoints();
        for (int i = 0; i < Stage.QUEUE; i++) {
            MessageSink request = stage.open(new RecordingClient());
            request.head(Stage.request("GET", "/a"), false);
            request.abort(Http2Error.CANCEL);
        }

        assertThat(stage.get("/a").events).isEmpty();
    }

    @Test
    void requestsThatWaitAreServedInOrder() {
        withoutEndpoints();
        stage.get1("/first");
        stage.get1("/second");

        stage.endpoints(Endpoint.of(Stage.ONE));
        stage.one().connected(1);
        FakeCall first = stage.one().call();
        stage.one().connected(1);

        assertThat(first.events()).containsExactly("head GET /first last");
        assertThat(stage.one().call().events()).containsExactly("head GET /second last");
    }

    @Test
    void http2EndpointThatRefusesIsLeftOut() {
        stage.profile("GET /a", "/a");
        stage.endpoints(Stage.http2(Stage.ONE));
        RecordingClient client = stage.get("/a");
        stage.one().fail(ConnectFailure.REFUSED);
        assertThat(client.events).isEmpty();

        stage.endpoints(Stage.http2(Stage.ONE), Stage.http2(Stage.TWO));
        stage.two().connected(100);
        stage.two().call().answer(200, true);
        stage.get("/a");
        stage.get("/a");

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(stage.two().edges().getFirst().calls()).hasSize(3);
        assertThat(stage.one().asked()).hasSize(1);
    }

    @Test
    void http2EndpointThatRefusesIsTriedAgainWithGrowingPauses() {
        stage.profile("GET /a", "/a");
        stage.endpoints(Stage.http2(Stage.ONE));
        stage.get("/a");
        stage.one().fail(ConnectFailure.REFUSED);

        for (int pauseMillis : List.of(100, 200, 400, 400)) {
            Duration pause = Duration.ofMillis(pauseMillis);
            stage.advance(pause.minus(MOMENT));
            assertThat(stage.one().connecting()).isZero();
            stage.advance(MOMENT);
            assertThat(stage.one().connecting()).isEqualTo(1);
            stage.one().fail(ConnectFailure.REFUSED);
        }
    }

    @Test
    void http2EndpointThatAnswersAgainServesWhoWaits() {
        stage.profile("GET /a", "/a");
        stage.endpoints(Stage.http2(Stage.ONE));
        RecordingClient client = stage.get("/a");
        stage.one().fail(ConnectFailure.REFUSED);

        stage.advance(Stage.FIRST_PROBE);
        stage.one().connected(100);
        stage.one().call().answer(200, true);

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void pausesBeginAnewAfterASuccess() {
        stage.profile("GET /a", "/a");
        stage.endpoints(Stage.http2(Stage.ONE));
        stage.get("/a");
        stage.one().fail(ConnectFailure.REFUSED);
        stage.advance(Stage.FIRST_PROBE);
        stage.one().fail(ConnectFailure.REFUSED);
        stage.advance(Stage.FIRST_PROBE.multipliedBy(2));
        stage.one().connected(100).goAway();

        stage.get("/a");
        stage.one().fail(ConnectFailure.REFUSED);
        stage.advance(Stage.FIRST_PROBE);

        assertThat(stage.one().connecting()).isEqualTo(1);
    }

    @Test
    void deadHttp2EndpointAloneEndsInFailFast() {
        stage.profile("GET /a", "/a");
        stage.endpoints(Stage.http2(Stage.ONE));
        RecordingClient client = stage.get("/a");
        stage.one().fail(ConnectFailure.REFUSED);

        stage.advance(Stage.FAIL_FAST);

        assertThat(client.events).containsExactly("head 504 last");
        assertThat(stage.page().family("response_total")).isEmpty();
    }

    @Test
    void endpointThatIsRemovedIsNotTriedAgain() {
        stage.profile("GET /a", "/a");
        stage.endpoints(Stage.http2(Stage.ONE));
        stage.get("/a");
        stage.one().fail(ConnectFailure.REFUSED);

        stage.endpoints();
        stage.advance(Duration.ofSeconds(1));

        assertThat(stage.one().connecting()).isZero();
    }

    @Test
    void requestThatWaitsForARemovedEndpointGoesElsewhere() {
        stage.profile("GET /a", "/a");
        stage.endpoints(Stage.http2(Stage.ONE));
        RecordingClient client = stage.get("/a");

        stage.endpoints(Stage.http2(Stage.TWO));
        stage.two().connected(100);
        stage.two().call().answer(200, true);

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void exchangeOnARemovedEndpointFinishes() {
        stage.withBooks();
        RecordingClient client = stage.get("/a");
        stage.one().connected(100);
        FakeCall call = stage.one().call();

        stage.endpoints(Endpoint.of(Stage.TWO));
        call.answer(200, false);
        call.answerData("all", true, () -> {});

        assertThat(client.events).containsExactly("head 200", "data all last");
        assertThat(stage.one().edges().getFirst().closed()).isTrue();
    }
}
