package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.FakeCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTest {
    private final Stage stage = new Stage(Direction.OUTBOUND).withBooks();
    private final RecordingClient client = new RecordingClient();
    private final AtomicInteger written = new AtomicInteger();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private void send(MessageSink request, String text, boolean last) {
        request.data(bytes(text), last, written::incrementAndGet);
    }

    private MessageSink post() {
        MessageSink request = stage.open(client);
        request.head(Stage.request("POST", "/a"), false);
        return request;
    }

    private MessageSink post1() {
        MessageSink request = stage.open(client);
        request.head(Stage.http1("POST", "/a"), false);
        return request;
    }

    private FakeCall connected() {
        stage.one().connected(100);
        return stage.one().call();
    }

    private double routeResponses(String... labels) {
        return stage.page().sum("route_response_total", labels);
    }

    private double endpointResponses(String... labels) {
        return stage.page().sum("response_total", labels);
    }

    @Test
    void requestWithoutABodyFlowsAsOneHead() {
        RecordingClient asking = stage.get("/a");

        connected().answer(204, true);

        assertThat(stage.one().call().events()).containsExactly("head GET /a last");
        assertThat(asking.events).containsExactly("head 204 last");
    }

    @Test
    void bodyThatComesBeforeTheConnectionIsHeldAndFlowsInOrder() {
        MessageSink request = post();
        send(request, "one", false);
        send(request, "two", false);
        assertThat(written).hasValue(0);

        FakeCall call = connected();
        send(request, "three", true);

        assertThat(call.events())
                .containsExactly("head POST /a", "data one", "data two", "data three last");
        call.write();
        assertThat(written).hasValue(3);
    }

    @Test
    void whatAWriteLetsTheClientSendStaysBehindWhatIsHeld() {
        MessageSink request = post();
        request.data(bytes("one"), false, () -> send(request, "three", true));
        send(request, "two", false);
        stage.one().connected(100);

        // the first write is done while the second waits in the same turn
        stage.one().call().write();

        assertThat(stage.one().call().events())
                .containsExactly("head POST /a", "data one", "data two", "data three last");
    }

    @Test
    void trailersThatComeBeforeTheConnectionFollowTheBody() {
        MessageSink request = post();
        send(request, "one", false);
        request.trailers(new DefaultHttp2Headers().set("sum", "1"));

        FakeCall call = connected();

        assertThat(call.events()).containsExactly("head POST /a", "data one", "trailers");
    }

    @Test
    void trailersFlowBothWays() {
        MessageSink request = post();
        FakeCall call = connected();
        request.trailers(new DefaultHttp2Headers().set("sum", "1"));
        call.answer(200, false);
        call.answerData("body", false, written::incrementAndGet);
        call.answerTrailers("grpc-status", "0");

        assertThat(call.events()).containsExactly("head POST /a", "trailers");
        assertThat(client.events).containsExactly("head 200", "data body", "trailers");
        assertThat(written).hasValue(0);

        client.write();

        assertThat(written).hasValue(1);
    }

    @Test
    void informationalHeadsPassAndAreNotRecorded() {
        post();
        FakeCall call = connected();

        call.answer(100, false);
        call.answer(103, false);
        call.answer(200, true);

        assertThat(client.events).containsExactly("head 100", "head 103", "head 200 last");
        assertThat(routeResponses()).isEqualTo(1);
        assertThat(routeResponses("status_code=\"200\"")).isEqualTo(1);
    }

    @Test
    void earlyAnswerLetsTheUploadGoOn() {
        MessageSink request = post();
        FakeCall call = connected();

        call.answer(200, true);
        send(request, "rest", true);

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(call.events()).containsExactly("head POST /a", "data rest last");
        assertThat(call.ended()).isTrue();
    }

    @Test
    void uploadThatIsNotWantedAfterTheAnswerStops() {
        MessageSink request = post();
        FakeCall call = connected();
        call.answer(200, true);

        call.reset(Http2Error.NO_ERROR);
        send(request, "rest", true);

        assertThat(client.events).containsExactly("head 200 last", "abort NO_ERROR");
        assertThat(written).hasValue(1);
        assertThat(routeResponses("classification=\"success\"")).isEqualTo(1);
        assertThat(routeResponses()).isEqualTo(1);
    }

    @Test
    void abortWhileDiscoveryIsSilentRecordsNothing() {
        Stage silent = new Stage(Direction.OUTBOUND);
        MessageSink request = silent.open(client);
        request.head(Stage.request("POST", "/a"), false);
        send(request, "one", false);

        request.abort(Http2Error.CANCEL);
        silent.withBooks();

        assertThat(written).hasValue(1);
        assertThat(client.events).isEmpty();
        assertThat(silent.one().asked()).isEmpty();
        assertThat(silent.page().family("route_request_total")).isEmpty();
    }

    @Test
    void abortWhileConnectingGivesUpTheRequest() {
        MessageSink request = post();
        send(request, "one", false);

        request.abort(Http2Error.CANCEL);
        stage.one().connected(100);

        assertThat(written).hasValue(1);
        assertThat(stage.one().edges().getFirst().calls()).isEmpty();
        assertThat(stage.page().sum("route_request_total")).isEqualTo(1);
        assertThat(routeResponses()).isZero();
        assertThat(stage.page().sum("request_total")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Http2Error.class,
            names = {"CANCEL", "INTERNAL_ERROR", "NO_ERROR"})
    void abortBeforeTheHeadResetsTheEndpointWithTheSameCode(Http2Error reason) {
        MessageSink request = post();
        FakeCall call = connected();

        request.abort(reason);
        call.answer(200, true);

        assertThat(call.events()).containsExactly("head POST /a", "abort " + reason);
        assertThat(client.events).isEmpty();
        assertThat(routeResponses()).isZero();
        assertThat(endpointResponses()).isZero();
    }

    @Test
    void abortAfterTheHeadCountsAsACleanEnd() {
        MessageSink request = post();
        FakeCall call = connected();
        call.answer(200, false);

        request.abort(Http2Error.CANCEL);

        assertThat(call.events()).endsWith("abort CANCEL");
        assertThat(routeResponses("status_code=\"200\"", "classification=\"success\""))
                .isEqualTo(1);
        assertThat(endpointResponses("status_code=\"200\"", "classification=\"success\""))
                .isEqualTo(1);
    }

    @Test
    void abortOfAnUploadAfterTheAnswerReachesTheEndpoint() {
        MessageSink request = post();
        FakeCall call = connected();
        call.answer(200, true);

        request.abort(Http2Error.CANCEL);

        assertThat(call.events()).endsWith("abort CANCEL");
        assertThat(routeResponses()).isEqualTo(1);
    }

    @Test
    void resetBeforeTheHeadReachesAnHttp2ClientAsItIs() {
        post();

        connected().reset(Http2Error.ENHANCE_YOUR_CALM);

        assertThat(client.events).containsExactly("abort ENHANCE_YOUR_CALM");
        assertThat(stage.page().family("route_response_total"))
                .singleElement()
                .asString()
                .contains("error=\"h2(ENHANCE_YOUR_CALM)\"")
                .doesNotContain("status_code");
        assertThat(endpointResponses("error=\"h2(ENHANCE_YOUR_CALM)\"")).isEqualTo(1);
    }

    @Test
    void resetAfterTheHeadReachesAnHttp2ClientAsItIs() {
        post();
        FakeCall call = connected();
        call.answer(200, false);

        call.reset(Http2Error.ENHANCE_YOUR_CALM);

        assertThat(client.events).containsExactly("head 200", "abort ENHANCE_YOUR_CALM");
        assertThat(routeResponses("status_code=\"200\"", "error=\"h2(ENHANCE_YOUR_CALM)\""))
                .isEqualTo(1);
    }

    @Test
    void resetBeforeTheHeadIsA502ForAnHttp1Client() {
        stage.endpoints(Stage.http2(Stage.ONE));
        MessageSink request = post1();

        connected().reset(Http2Error.CANCEL);
        send(request, "rest", true);

        assertThat(client.events).containsExactly("head 502 last", "abort NO_ERROR");
        assertThat(client.field("l5d-proxy-reason")).isEqualTo("stream-reset");
        assertThat(routeResponses("status_code=\"502\"")).isEqualTo(1);
        assertThat(endpointResponses("status_code=\"502\"")).isEqualTo(1);
        assertThat(endpointResponses()).isEqualTo(1);
        assertThat(written).hasValue(1);
    }

    @Test
    void resetAfterTheHeadCutsAnHttp1Client() {
        stage.endpoints(Stage.http2(Stage.ONE));
        post1();
        FakeCall call = connected();
        call.answer(200, false);

        call.reset(Http2Error.CANCEL);

        assertThat(client.events).containsExactly("head 200", "abort CANCEL");
        assertThat(endpointResponses("error=\"h2(CANCEL)\"")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lostConnectionBeforeTheHeadIsA502(boolean http1) {
        MessageSink request = http1 ? post1() : post();

        connected().lose(ConnectionLoss.CLOSED);
        send(request, "rest", true);

        assertThat(client.events).containsExactly("head 502 last", "abort NO_ERROR");
        assertThat(client.field("l5d-proxy-reason")).isEqualTo("connection-lost");
        assertThat(client.field("l5d-proxy-error")).startsWith("endpoint 10.0.0.1:8080: ");
        assertThat(routeResponses("status_code=\"502\"", "classification=\"failure\""))
                .isEqualTo(1);
        assertThat(endpointResponses("status_code=\"502\"", "classification=\"failure\""))
                .isEqualTo(1);
        assertThat(written).hasValue(1);
    }

    @Test
    void lostConnectionAfterTheHeadIsAReset() {
        post();
        FakeCall call = connected();
        call.answer(200, false);
        call.answerData("half", false, written::incrementAndGet);

        call.lose(ConnectionLoss.CLOSED);

        assertThat(client.events).containsExactly("head 200", "data half", "abort INTERNAL_ERROR");
        assertThat(routeResponses("status_code=\"200\"", "error=\"unclassified\"")).isEqualTo(1);
        assertThat(endpointResponses("status_code=\"200\"", "error=\"unclassified\"")).isEqualTo(1);
        assertThat(stage.page().sum("proxy_error_total", "connection-lost")).isEqualTo(1);
    }

    @Test
    void lostConnectionIsAGrpcStatusWhichIsWhatCounts() {
        stage.open(client).head(Stage.grpc("/books.Books/Get"), true);

        connected().lose(ConnectionLoss.CLOSED);

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(client.field("grpc-status")).isEqualTo("14");
        assertThat(routeResponses("status_code=\"200\"", "grpc_status=\"14\"", "failure"))
                .isEqualTo(1);
        assertThat(endpointResponses("status_code=\"200\"", "grpc_status=\"14\"", "failure"))
                .isEqualTo(1);
    }

    @Test
    void grpcContentTypeOverHttp1IsPlainHttp() {
        stage.route("maxRetries: 0");
        MessageSink request = stage.open(client);
        request.head(Stage.http1("POST", "/a").set("content-type", "application/grpc"), true);

        stage.one().fail(ConnectFailure.REFUSED);

        assertThat(client.events).containsExactly("head 502 last");
    }

    @Test
    void refusedConnectOverHttp1IsAResponseOfTheEndpoint() {
        stage.route("maxRetries: 0");
        RecordingClient asking = stage.get1("/a");

        stage.one().fail(ConnectFailure.REFUSED);

        assertThat(asking.events).containsExactly("head 502 last");
        assertThat(asking.field("l5d-proxy-reason")).isEqualTo("connect-refused");
        assertThat(stage.page().sum("request_total", "direction=\"outbound\"")).isEqualTo(1);
        assertThat(endpointResponses("status_code=\"502\"", "target_ip=\"10.0.0.1\"")).isEqualTo(1);
        assertThat(routeResponses("status_code=\"502\"", "rt_route=\"all\"")).isEqualTo(1);
        assertThat(stage.page().sum("outbound_http_errors_total", "error=\"i/o\"")).isEqualTo(1);
    }

    @Test
    void endpointThatIsThisProxyIsALoop() {
        stage.endpoints(Stage.http2(Stage.ONE));
        RecordingClient asking = stage.get("/a");

        stage.one().fail(ConnectFailure.LOOP);

        assertThat(asking.events).containsExactly("head 508 last");
        assertThat(asking.field("l5d-proxy-reason")).isEqualTo("loop");
    }

    @Test
    void requestsBeyondTheInFlightLimitAreRefused() {
        List<RecordingClient> clients = new ArrayList<>();
        for (int i = 0; i < Stage.IN_FLIGHT; i++) {
            clients.add(stage.get("/a"));
        }

        RecordingClient oneTooMany = stage.get("/a");

        assertThat(oneTooMany.events).containsExactly("head 503 last");
        assertThat(oneTooMany.field("l5d-proxy-reason")).isEqualTo("in-flight-limit");
        assertThat(clients).allSatisfy(waiting -> assertThat(waiting.events).isEmpty());
    }

    @Test
    void requestIsInFlightUntilItsHead() {
        for (int i = 0; i < Stage.IN_FLIGHT; i++) {
            stage.get("/a");
        }
        connected().answer(200, false);

        RecordingClient next = stage.get("/a");

        assertThat(next.events).isEmpty();
        assertThat(stage.get("/a").events).containsExactly("head 503 last");
    }

    @Test
    void abortedRequestIsInFlightNoLonger() {
        for (int i = 0; i < Stage.IN_FLIGHT; i++) {
            post().abort(Http2Error.CANCEL);
        }

        assertThat(stage.get("/a").events).isEmpty();
    }

    @Test
    void callerThatGoesAwayFreesTheEndpointsLoad() {
        MessageSink request = post();
        connected();
        request.abort(Http2Error.CANCEL);

        stage.get("/a");
        stage.one().call().answer(200, true);
        stage.advance(Stage.IDLE.multipliedBy(2));

        assertThat(stage.discovery.followers()).isZero();
    }

    @Test
    void upgradedConnectionFlowsBothWays() {
        MessageSink request = stage.open(client);
        request.head(
                Http1Heads.of(
                        "GET /a HTTP/1.1\nHost: books\nConnection: upgrade\nUpgrade: echo\n\n"),
                false);
        stage.one().connected(1);
        FakeCall call = stage.one().call();

        call.answer(101, false);
        send(request, "ping", false);
        call.answerData("pong", false, written::incrementAndGet);
        send(request, "", true);
        call.answerData("", true, written::incrementAndGet);

        assertThat(client.events).containsExactly("head 101", "data pong", "data  last");
        assertThat(call.events()).containsExactly("head GET /a", "data ping", "data  last");
        assertThat(routeResponses("status_code=\"101\"")).isEqualTo(1);
    }

    @Test
    void latencyRunsFromTheRequestToTheFirstFrame() {
        RecordingClient asking = stage.get("/a");
        FakeCall call = connected();
        stage.advance(Duration.ofMillis(20));
        call.answer(200, false);
        stage.advance(Duration.ofMillis(30));
        call.answerData("x", false, () -> {});
        stage.advance(Duration.ofMillis(40));
        call.answerData("y", true, () -> {});

        assertThat(asking.events).containsExactly("head 200", "data x", "data y last");
        assertThat(stage.page().sum("route_response_latency_ms_sum")).isEqualTo(50);
        assertThat(stage.page().sum("response_latency_ms_sum", "target_ip")).isEqualTo(50);
    }

    @Test
    void meshFieldsAreTheProxysOwn() {
        MessageSink request = stage.open(client);
        var head = Stage.request("GET", "/a").set("l5d-client-id", "me");
        request.head(head, true);
        FakeCall call = connected();
        call.answer(
                new DefaultHttp2Headers().status("200").set("l5d-proxy-connection", "close"), true);

        assertThat(head.get("l5d-dst-canonical")).hasToString(Stage.BOOKS.toString());
        assertThat(head.contains("l5d-client-id")).isFalse();
        assertThat(client.field("l5d-proxy-connection")).isEqualTo("null");
    }
}
