package dev.fairlead.proxy.exchange;

import static dev.fairlead.proxy.exchange.SplitBooks.APEX;
import static dev.fairlead.proxy.exchange.SplitBooks.LEFT;
import static dev.fairlead.proxy.exchange.SplitBooks.RIGHT;
import static dev.fairlead.proxy.exchange.SplitBooks.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.FailureAccrual;
import dev.fairlead.discovery.ServiceView;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.route.DstOverride;
import io.netty.handler.codec.http2.Http2Error;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DstOverridesTest {
    private static final EndpointsView NOBODY = new EndpointsView(true, List.of());
    private static final InetSocketAddress ORIGINAL = new InetSocketAddress("10.96.0.10", 80);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final SplitBooks books = new SplitBooks();
    private final Stage stage = books.stage;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addedOverrideTakesEveryRequest(boolean http1) {
        assertThat(books.send(http1, 100)).isEqualTo(Map.of(APEX, 100));

        books.split(to(LEFT, DstOverride.UNIT));

        assertThat(books.send(http1, 100)).isEqualTo(Map.of(LEFT, 100));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void severalOverridesShareTheRequests(boolean http1) {
        books.send(http1, 1);

        books.split(to(LEFT, DstOverride.UNIT), to(RIGHT, DstOverride.UNIT));

        assertThat(books.send(http1, 100))
                .containsOnlyKeys(LEFT, RIGHT)
                .allSatisfy((_, served) -> assertThat(served).isBetween(30, 70));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overrideSetToWeightZeroTakesNoRequest(boolean http1) {
        books.split(to(LEFT, DstOverride.UNIT), to(RIGHT, DstOverride.UNIT));
        books.send(http1, 100);

        books.split(to(LEFT, 0), to(RIGHT, DstOverride.UNIT));

        assertThat(books.send(http1, 100)).isEqualTo(Map.of(RIGHT, 100));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withAllWeightsZeroTheServiceItselfTakesEveryRequest(boolean http1) {
        books.split(to(LEFT, DstOverride.UNIT), to(RIGHT, DstOverride.UNIT));
        books.send(http1, 100);

        books.split(to(LEFT, 0), to(RIGHT, 0));

        assertThat(books.send(http1, 100)).isEqualTo(Map.of(APEX, 100));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void afterOverridesAreRemovedTheServiceItselfTakesEveryRequest(boolean http1) {
        books.split(to(LEFT, DstOverride.UNIT));
        books.send(http1, 100);

        books.split();

        assertThat(books.send(http1, 100)).isEqualTo(Map.of(APEX, 100));
    }

    @Test
    void profileWithoutRoutesSplitsToo() {
        stage.discovery.profile(Stage.BOOKS, SplitBooks.view(List.of(), to(LEFT, 1)));

        assertThat(books.send(10)).isEqualTo(Map.of(LEFT, 10));
    }

    @Test
    void withoutAProfileThereIsNoSplit() {
        books.split(to(LEFT, 1));
        books.send(1);

        stage.noProfile();

        assertThat(books.send(10)).isEqualTo(Map.of(APEX, 10));
    }

    @Test
    void serviceThatIsATargetItselfKeepsItsConnections() {
        books.send(1);

        books.split(to(APEX, DstOverride.UNIT), to(LEFT, DstOverride.UNIT));

        assertThat(books.send(100)).containsOnlyKeys(APEX, LEFT);
        assertThat(books.connector(APEX).asked()).hasSize(1);
        assertThat(stage.discovery.followers()).isEqualTo(3);
    }

    @Test
    void targetThatStaysKeepsItsConnections() {
        books.split(to(LEFT, 9), to(RIGHT, 1));
        books.send(100);

        books.split(to(RIGHT, 1), to(LEFT, 1));
        books.send(100);
        books.split(to(LEFT, 1));
        books.send(1);

        assertThat(books.connector(LEFT).asked()).hasSize(1);
    }

    @Test
    void targetThatGoesLetsItsExchangesFinish() {
        books.split(to(LEFT, 1));
        RecordingClient client = stage.get("/a");
        books.connector(LEFT).connected(1);
        FakeCall call = books.connector(LEFT).call();

        books.split(to(RIGHT, 1));
        assertThat(books.connector(LEFT).edges().getFirst().closed()).isFalse();
        call.answer(200, true);

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(books.connector(LEFT).edges().getFirst().closed()).isTrue();
        assertThat(stage.discovery.followers()).isEqualTo(3);
        assertThat(books.send(10)).isEqualTo(Map.of(RIGHT, 10));
    }

    @Test
    void whoWaitsForATargetThatGoesIsServedByTheNextSplit() {
        books.found(LEFT, NOBODY);
        books.split(to(LEFT, 1));
        RecordingClient client = stage.get("/a");

        books.split(to(RIGHT, 1));
        books.serve();

        assertThat(client.events).containsExactly("head 200 last");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseConnectionComesTooLateIsServedByTheNextSplit(boolean http1) {
        books.split(to(LEFT, 1));
        RecordingClient client = http1 ? stage.get1("/a") : stage.get("/a");

        books.split();
        books.connector(LEFT).connected(1);
        books.connector(APEX).connected(1);
        books.connector(APEX).call().answer(200, true);

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(books.connector(LEFT).edges().getFirst().calls()).isEmpty();
    }

    @Test
    void requestCancelledAfterItMovedOnLeavesNothingBehind() {
        books.found(LEFT, NOBODY);
        books.found(RIGHT, NOBODY);
        books.split(to(LEFT, 1));
        RecordingClient client = new RecordingClient();
        MessageSink request = stage.open(client);
        request.head(Stage.request("GET", "/a"), false);

        books.split(to(RIGHT, 1));
        request.abort(Http2Error.CANCEL);
        books.leaf(RIGHT);

        assertThat(books.connector(RIGHT).asked()).isEmpty();
        assertThat(client.events).isEmpty();
    }

    @Test
    void unknownTargetIsLeftOut() {
        books.found(LEFT, EndpointsView.UNKNOWN);

        books.split(to(LEFT, 9), to(RIGHT, 1));

        assertThat(books.send(50)).isEqualTo(Map.of(RIGHT, 50));
    }

    @Test
    void targetTakesItsShareFromWhenItHasEndpoints() {
        books.found(LEFT, EndpointsView.UNKNOWN);
        books.split(to(LEFT, 1), to(RIGHT, 1));
        books.send(10);

        books.leaf(LEFT);

        assertThat(books.send(100)).containsOnlyKeys(LEFT, RIGHT);
    }

    @Test
    void onlyTargetWithoutEndpointsIsWaitedForAndThenRefused() {
        books.found(LEFT, EndpointsView.UNKNOWN);
        books.split(to(LEFT, 1));

        RecordingClient waiting = stage.get("/a");
        stage.advance(Stage.FAIL_FAST);
        RecordingClient later = stage.get("/a");

        assertThat(waiting.events).containsExactly("head 504 last");
        assertThat(waiting.field("l5d-proxy-error"))
                .isEqualTo(
                        "logical service left.default.svc.cluster.local:80: service in fail-fast");
        assertThat(later.events).containsExactly("head 503 last");
        assertThat(books.connector(APEX).asked()).isEmpty();
    }

    @Test
    void amongTargetsWithoutEndpointsTheOneThatMayBeWaitedForIsDrawn() {
        books.found(LEFT, NOBODY);
        books.split(to(LEFT, 1));
        stage.get("/a");
        stage.advance(Stage.FAIL_FAST); // left is shut
        books.found(RIGHT, NOBODY);

        books.split(to(LEFT, 1_000_000), to(RIGHT, 1));
        RecordingClient client = stage.get("/a");
        assertThat(client.events).isEmpty();
        books.leaf(RIGHT);
        books.serve();

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void targetShutByFailFastIsLeftOutUntilItIsReadyAgain() {
        books.found(LEFT, new EndpointsView(true, List.of(Stage.http2(Stage.TWO))));
        books.split(to(LEFT, 1));
        RecordingClient waiting = stage.get("/a");
        stage.two().fail(ConnectFailure.REFUSED);
        stage.advance(Stage.FAIL_FAST);
        assertThat(waiting.events).containsExactly("head 504 last");

        books.split(to(LEFT, 1), to(RIGHT, 1));
        Map<String, Integer> whileShut = books.send(20);
        stage.two().connected(1);
        books.send(20);

        assertThat(whileShut).isEqualTo(Map.of(RIGHT, 20));
        assertThat(stage.two().edges().getFirst().calls()).isNotEmpty();
    }

    /** Gives left an endpoint that cannot be connected to, which only a request brings to light. */
    private void leftIsDown() {
        books.found(LEFT, new EndpointsView(true, List.of(Stage.http2(Stage.TWO))));
        books.split(to(LEFT, 1));
        stage.get("/a");
        stage.two().fail(ConnectFailure.REFUSED);
    }

    @Test
    void targetWithoutAReadyEndpointIsLeftOutWhileAnotherHasOne() {
        leftIsDown();

        books.split(to(LEFT, 1), to(RIGHT, 1));

        assertThat(books.send(20)).isEqualTo(Map.of(RIGHT, 20));
    }

    @Test
    void targetWhoseBreakerIsOpenIsLeftOut() {
        FailureAccrual atOnce =
                new FailureAccrual(1, Duration.ofSeconds(1), Duration.ofSeconds(1), 0);
        books.found(
                LEFT,
                new EndpointsView(true, List.of(Endpoint.of(Stage.TWO)), Optional.of(atOnce)));
        books.split(to(LEFT, 1_000_000), to(RIGHT, 1));
        stage.get("/a");
        stage.two().connected(1);
        stage.two().call().answer(500, true);

        Map<String, Integer> whileOpen = books.send(20);
        stage.advance(Duration.ofSeconds(1));
        stage.get("/a");

        assertThat(whileOpen).isEqualTo(Map.of(RIGHT, 20));
        assertThat(stage.two().call().ended()).as("the probe has come").isFalse();
    }

    @Test
    void requestThatCannotBeConnectedGoesToATargetThatServes() {
        books.found(LEFT, new EndpointsView(true, List.of(Stage.http2(Stage.TWO))));
        books.split(to(LEFT, 1_000_000), to(RIGHT, 1));
        RecordingClient client = stage.get("/a");

        stage.two().fail(ConnectFailure.REFUSED);

        assertThat(books.serve()).contains(RIGHT);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void whereNobodyServesTheTargetWithEndpointsIsWaitedFor() {
        leftIsDown();
        books.found(RIGHT, NOBODY);
        books.split(to(LEFT, 1), to(RIGHT, 1_000_000));

        RecordingClient client = stage.get("/a");
        stage.advance(Stage.FIRST_PROBE);
        stage.two().connected(2);
        stage.two().edges().getFirst().calls().forEach(call -> call.answer(200, true));

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void whereNobodyServesNoTargetWithAFullQueueIsDrawn() {
        leftIsDown();
        for (int waiting = 1; waiting < Stage.QUEUE; waiting++) {
            stage.get("/a");
        }
        books.found(RIGHT, NOBODY);
        books.split(to(LEFT, 1_000_000), to(RIGHT, 1));

        RecordingClient client = stage.get("/a");
        assertThat(client.events).isEmpty();
        books.leaf(RIGHT);
        books.serve();

        assertThat(client.events).containsExactly("head 200 last");
    }

    private void retryable(String overrides) {
        stage.spec(
                """
                routes:
                - name: all
                  condition: {pathRegex: .*}
                  isRetryable: true
                dstOverrides: %s
                """
                        .formatted(overrides));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void retryGoesToATargetThatHasNotFailedTheRequest(boolean http1) {
        retryable("[{authority: left, weight: 1000}, {authority: right, weight: 1m}]");
        RecordingClient client = http1 ? stage.get1("/a") : stage.get("/a");
        books.connector(LEFT).connected(100);

        books.connector(LEFT).call().answer(503, true);

        assertThat(books.serve()).contains(RIGHT);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void retryReturnsToTheOnlyTargetThatServes() {
        books.found(RIGHT, NOBODY);
        retryable("[{authority: left, weight: 1}, {authority: right, weight: 1}]");
        RecordingClient client = stage.get("/a");
        books.connector(LEFT).connected(100);

        books.connector(LEFT).call().answer(503, true);

        assertThat(books.serve()).contains(LEFT);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void retryThatPausesOutlivesItsTarget() {
        retryable("[{authority: left, weight: 1}]");
        RecordingClient client = stage.get("/a");
        books.connector(LEFT).connected(100);
        books.connector(LEFT).call().answer(503, true);
        books.connector(LEFT).call().answer(503, true); // the next one pauses before

        books.split(to(RIGHT, 1));
        stage.advance(Duration.ofSeconds(1));

        assertThat(books.serve()).contains(RIGHT);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void firstRequestWaitsForTheEndpointsOfItsTarget() {
        SplitBooks silent = new SplitBooks();
        silent.split(to("slow", 1));
        RecordingClient client = silent.stage.get("/a");
        silent.stage.advance(Stage.PATIENCE.minus(MOMENT));
        assertThat(silent.serve()).isEmpty();

        silent.leaf("slow");

        assertThat(silent.serve()).contains("slow");
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void silentTargetIsNotWaitedForLongerThanForAnyDestination() {
        books.split(to("silent", 1_000_000), to(LEFT, 1));
        RecordingClient client = stage.get("/a");
        assertThat(books.serve()).isEmpty();

        stage.advance(Stage.PATIENCE);

        assertThat(books.serve()).contains(LEFT);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void targetAddedLaterIsNotWaitedForWhileOthersServe() {
        books.split(to(LEFT, 1));
        books.send(1);

        books.split(to("silent", 1_000_000), to(LEFT, 1));

        assertThat(books.send(10)).isEqualTo(Map.of(LEFT, 10));
    }

    @Test
    void endpointSeriesNameTheTargetAndRouteSeriesTheService() {
        books.split(to(LEFT, 1));

        books.send(3);

        Page page = stage.page();
        assertThat(page.sum("request_total", "authority=\"left.default.svc.cluster.local\""))
                .isEqualTo(3);
        assertThat(page.sum("request_total", "authority=\"books.default.svc.cluster.local\""))
                .isZero();
        assertThat(page.sum("route_request_total", "dst=\"" + Stage.BOOKS + "\"")).isEqualTo(3);
        assertThat(page.sum("route_actual_request_total", "dst=\"" + Stage.BOOKS + "\""))
                .isEqualTo(3);
        assertThat(page.family("route_request_total")).noneMatch(line -> line.contains("left"));
    }

    @Test
    void originalDestinationOfAServiceIsSplit() {
        stage.discovery.original(ORIGINAL, SplitBooks.view(SplitBooks.routes(), to(LEFT, 1)));
        RecordingClient client = new RecordingClient();

        stage.open(_ -> stage.destinations.original(ORIGINAL), client)
                .head(Stage.request("GET", "/a"), true);

        assertThat(books.serve()).contains(LEFT);
    }

    private void askForOneEndpoint() {
        ServiceView split = SplitBooks.view(SplitBooks.routes(), to(LEFT, 1));
        stage.discovery.original(
                ORIGINAL,
                new ServiceView(
                        split.service(),
                        split.profile(),
                        Optional.of(Endpoint.of(Stage.ONE)),
                        false));
        stage.open(_ -> stage.destinations.original(ORIGINAL), new RecordingClient())
                .head(Stage.request("GET", "/a"), true);
    }

    @Test
    void whoAsksForOneEndpointGetsIt() {
        askForOneEndpoint();

        assertThat(books.serve()).contains(APEX);
    }

    @Test
    void applicationBehindItsOwnProxyIsNotSplit() {
        InetSocketAddress application =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);
        Stage inbound = new Stage(Direction.INBOUND);
        inbound.discovery.profile(Stage.BOOKS, SplitBooks.view(SplitBooks.routes(), to(LEFT, 1)));

        inbound.open(
                        _ -> inbound.destinations.configured(application, Stage.BOOKS),
                        new RecordingClient())
                .head(Stage.request("GET", "/a"), true);

        assertThat(inbound.connector(application).connecting()).isEqualTo(1);
        assertThat(inbound.discovery.followers()).isEqualTo(1);
    }

    @Test
    void closedDestinationFollowsNoTargets() {
        books.split(to(LEFT, 1), to(RIGHT, 1));
        books.send(10);

        stage.advance(Stage.IDLE.multipliedBy(3));

        assertThat(stage.discovery.followers()).isZero();
        assertThat(books.connector(LEFT).edges().getFirst().closed()).isTrue();
    }

    @Test
    void reportShowsTheSplitInForce() {
        books.split(to("left:81", 5000), to(RIGHT, 0), to(APEX, DstOverride.UNIT));
        books.send(1);

        assertThat(stage.report.services())
                .singleElement()
                .extracting(RouteReport.Service::overrides)
                .isEqualTo(
                        List.of(
                                new RouteReport.Target("left.default.svc.cluster.local:81", 5000),
                                new RouteReport.Target(Stage.BOOKS.toString(), 10_000)));
    }

    @Test
    void reportShowsTheSplitToWhoAskedForOneEndpointToo() {
        books.split(to(LEFT, 1));
        stage.get("/a");
        askForOneEndpoint();

        assertThat(stage.report.services())
                .singleElement()
                .satisfies(service -> assertThat(service.overrides()).hasSize(1));
    }
}
