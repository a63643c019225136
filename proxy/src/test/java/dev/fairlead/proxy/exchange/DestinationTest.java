package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.ServiceView;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestinationTest {
    private static final InetSocketAddress ORIGINAL = new InetSocketAddress("10.96.0.10", 80);
    private static final InetSocketAddress APPLICATION =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);

    private final Stage stage = new Stage(Direction.OUTBOUND);
    private final Stage inbound = new Stage(Direction.INBOUND);

    private static void serve(FakeConnector connector) {
        if (connector.connecting() > 0) {
            connector.connected(100);
        }
        connector.call().answer(200, true);
    }

    private double requests(Stage where, String... labels) {
        return where.page().sum("route_request_total", labels);
    }

    private RecordingClient getOriginal() {
        RecordingClient client = new RecordingClient();
        stage.open(_ -> stage.destinations.original(ORIGINAL), client)
                .head(Stage.request("GET", "/a"), true);
        return client;
    }

    private RecordingClient getNamed(String authority) {
        RecordingClient client = new RecordingClient();
        inbound.open(
                        new ApplicationRouting(inbound.destinations, Stage.names(), APPLICATION),
                        client)
                .head(Stage.request("GET", "/a").authority(authority), true);
        return client;
    }

    private RecordingClient getConfigured() {
        RecordingClient client = new RecordingClient();
        inbound.open(_ -> inbound.destinations.configured(APPLICATION, Stage.BOOKS), client)
                .head(Stage.request("GET", "/a").authority("whatever"), true);
        return client;
    }

    @Test
    void requestIsCountedByItsRoute() {
        stage.withBooks();

        stage.get("/a");
        serve(stage.one());
        stage.get("/b");
        serve(stage.one());

        String dst = "dst=\"" + Stage.BOOKS + "\"";
        assertThat(requests(stage, dst, "rt_route=\"GET /a\"")).isEqualTo(1);
        assertThat(requests(stage, dst)).isEqualTo(2);
        assertThat(stage.page().sum("route_actual_request_total", dst)).isEqualTo(2);
    }

    @Test
    void nextRequestTakesTheNewRouteAndThoseInFlightKeepTheirs() {
        stage.withBooks();
        RecordingClient old = stage.get("/a");
        stage.one().connected(100);
        FakeCall call = stage.one().call();

        stage.profile("renamed", "/a");
        stage.get("/a");
        serve(stage.one());
        call.answer(500, true);

        assertThat(old.events).containsExactly("head 500 last");
        assertThat(requests(stage, "rt_route=\"GET /a\"")).isEqualTo(1);
        assertThat(requests(stage, "rt_route=\"renamed\"")).isEqualTo(1);
        assertThat(
                        stage.page()
                                .sum(
                                        "route_response_total",
                                        "rt_route=\"GET /a\"",
                                        "status_code=\"500\""))
                .isEqualTo(1);
        assertThat(stage.page().sum("route_response_total")).isEqualTo(2);
        assertThat(stage.page().sum("route_actual_response_total")).isEqualTo(2);
    }

    @Test
    void routeOfAnAttemptIsTheOneItsRequestMatched() {
        stage.withBooks();
        stage.get("/a");

        stage.profile("renamed", "/a");
        serve(stage.one());

        assertThat(stage.page().sum("route_actual_response_total", "rt_route=\"GET /a\""))
                .isEqualTo(1);
        assertThat(stage.page().sum("route_response_total", "rt_route=\"GET /a\"")).isEqualTo(1);
    }

    @Test
    void firstAndLastProfileTakeEffectWithTheNextRequest() {
        stage.noProfile();
        stage.endpoints(Endpoint.of(Stage.ONE));
        stage.get("/a");
        serve(stage.one());
        assertThat(stage.page().family("route_request_total")).hasSize(1);
        assertThat(stage.page().sum("route_request_total", "rt_route")).isZero();

        stage.profile("GET /a", "/a");
        stage.get("/a");
        serve(stage.one());
        stage.noProfile();
        stage.get("/a");
        serve(stage.one());

        assertThat(requests(stage, "rt_route=\"GET /a\"")).isEqualTo(1);
        assertThat(requests(stage)).isEqualTo(3);
        assertThat(stage.one().asked()).hasSize(1);
    }

    @Test
    void profileFromAnotherThreadIsTakenUpOnTheLoop() {
        stage.withBooks();
        stage.get("/a");
        serve(stage.one());

        stage.loop.onAnotherThread(() -> stage.profile("renamed", "/a"));
        stage.get("/a");
        assertThat(requests(stage, "rt_route=\"renamed\"")).isZero();
        stage.loop.turn();
        stage.get("/a");

        assertThat(requests(stage, "rt_route=\"renamed\"")).isEqualTo(1);
    }

    @Test
    void unknownServiceIsRefusedAndNotCounted() {
        stage.discovery.profile(Stage.BOOKS, ServiceView.UNKNOWN);
        stage.discovery.endpoints(Stage.BOOKS, EndpointsView.UNKNOWN);

        RecordingClient client = stage.get("/a");

        assertThat(client.events).containsExactly("head 503 last");
        assertThat(client.field("l5d-proxy-reason")).isEqualTo("unknown-service");
        assertThat(stage.page().family("route_request_total")).isEmpty();
        assertThat(stage.page().lines()).noneMatch(line -> line.contains("books"));
    }

    @Test
    void profileAloneIsNotTheWholeAnswer() {
        stage.noProfile();

        RecordingClient client = stage.get1("/a");

        assertThat(client.events).isEmpty();

        stage.endpoints(Endpoint.of(Stage.ONE));
        serve(stage.one());

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void silentDiscoveryIsWaitedForAWhile() {
        RecordingClient client = stage.get("/a");
        assertThat(client.events).isEmpty();

        stage.advance(Stage.PATIENCE);

        assertThat(client.events).containsExactly("head 503 last");
    }

    @Test
    void requestThatNamesNoServiceIsRefused() {
        RecordingClient client = new RecordingClient();
        stage.open(client)
                .head(new DefaultHttp2Headers().method("GET").scheme("http").path("/a"), true);

        assertThat(client.events).containsExactly("head 503 last");
        assertThat(stage.discovery.followers()).isZero();
    }

    @Test
    void originalDestinationOfAServiceGoesToItsEndpoints() {
        stage.discovery.original(ORIGINAL, Stage.view("GET /a", "/a"));
        stage.endpoints(Endpoint.of(Stage.ONE));

        RecordingClient client = getOriginal();
        serve(stage.one());

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(requests(stage, "dst=\"" + Stage.BOOKS + "\"", "rt_route")).isEqualTo(1);
    }

    @Test
    void originalDestinationOfNobodyIsItselfTheEndpointAndNotCounted() {
        stage.discovery.original(ORIGINAL, ServiceView.UNKNOWN);

        RecordingClient client = getOriginal();
        serve(stage.connector(ORIGINAL));

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(stage.page().family("route_request_total")).isEmpty();
        assertThat(stage.page().sum("request_total", "target_ip=\"10.96.0.10\"")).isEqualTo(1);
    }

    @Test
    void originalDestinationThatIsAnEndpointGoesThere() {
        stage.discovery.original(
                ORIGINAL,
                new ServiceView(
                        Optional.of(Stage.BOOKS),
                        Optional.empty(),
                        Optional.of(Endpoint.of(Stage.TWO)),
                        false));

        RecordingClient client = getOriginal();
        serve(stage.two());

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void originalDestinationUnderSilentDiscoveryIsItselfTheEndpoint() {
        RecordingClient client = getOriginal();

        stage.advance(Stage.PATIENCE);
        serve(stage.connector(ORIGINAL));

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void originalDestinationFollowsItsServiceWhenThatChanges() {
        stage.discovery.original(ORIGINAL, Stage.view("GET /a", "/a"));
        stage.endpoints(Endpoint.of(Stage.ONE));
        getOriginal();
        serve(stage.one());
        Authority other = new Authority("other.default.svc.cluster.local", 80);

        stage.discovery.original(
                ORIGINAL,
                new ServiceView(Optional.of(other), Optional.empty(), Optional.empty(), false));
        getOriginal();
        stage.one().call().answer(200, true);
        stage.discovery.endpoints(other, new EndpointsView(true, List.of(Endpoint.of(Stage.TWO))));
        stage.endpoints(Endpoint.of(Stage.ONE));
        RecordingClient client = getOriginal();
        serve(stage.two());

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(stage.discovery.followers()).isEqualTo(2);
    }

    @Test
    void configuredServiceCountsWhateverTheRequestNames() {
        inbound.discovery.profile(Stage.BOOKS, Stage.view("GET /a", "/a"));

        getConfigured();
        serve(inbound.connector(APPLICATION));

        assertThat(
                        requests(
                                inbound,
                                "direction=\"inbound\"",
                                "dst=\"" + Stage.BOOKS + "\"",
                                "rt_route=\"GET /a\""))
                .isEqualTo(1);
        assertThat(inbound.page().family("route_actual_request_total")).isEmpty();
        assertThat(inbound.page().lines()).noneMatch(line -> line.contains("whatever"));
    }

    @Test
    void inboundRoutesAreThereBeforeTheirFirstRequest() {
        inbound.discovery.profile(Stage.BOOKS, Stage.view("GET /a", "/a"));

        inbound.destinations.configured(APPLICATION, Stage.BOOKS);

        assertThat(inbound.page().family("route_request_total"))
                .singleElement()
                .asString()
                .contains("rt_route=\"GET /a\"")
                .endsWith(" 0");
    }

    @Test
    void inboundUnderSilentDiscoveryIsServedWithoutAProfile() {
        RecordingClient client = getConfigured();
        assertThat(client.events).isEmpty();

        inbound.advance(Stage.PATIENCE);
        serve(inbound.connector(APPLICATION));

        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void namedServiceCountsOnlyWhereItHasAProfile() {
        inbound.discovery.profile(Stage.BOOKS, Stage.view("GET /a", "/a"));
        inbound.discovery.profile(
                new Authority("stranger.default.svc.cluster.local", 80), ServiceView.UNKNOWN);

        getNamed("books");
        serve(inbound.connector(APPLICATION));
        RecordingClient stranger = getNamed("stranger");
        serve(inbound.connector(APPLICATION));

        assertThat(stranger.events).containsExactly("head 200 last");
        assertThat(requests(inbound, "rt_route=\"GET /a\"")).isEqualTo(1);
        assertThat(requests(inbound)).isEqualTo(1);
        assertThat(inbound.page().lines()).noneMatch(line -> line.contains("stranger"));
    }

    @Test
    void canonicalNameOfAProxyBeatsTheAuthority() {
        inbound.discovery.profile(Stage.BOOKS, Stage.view("GET /a", "/a"));
        RecordingClient client = new RecordingClient();
        inbound.open(
                        new ApplicationRouting(inbound.destinations, Stage.names(), APPLICATION),
                        client)
                .head(
                        Stage.request("GET", "/a")
                                .authority("else")
                                .set("l5d-dst-canonical", Stage.BOOKS.toString()),
                        true);
        serve(inbound.connector(APPLICATION));

        assertThat(requests(inbound, "rt_route=\"GET /a\"")).isEqualTo(1);
    }

    @Test
    void inboundFailureNamesTheApplication() {
        inbound.discovery.profile(Stage.BOOKS, Stage.view("GET /a", "/a"));
        RecordingClient client = new RecordingClient();
        inbound.open(_ -> inbound.destinations.configured(APPLICATION, Stage.BOOKS), client)
                .head(Stage.http1("GET", "/a"), true);

        inbound.connector(APPLICATION).fail(ConnectFailure.REFUSED);

        assertThat(client.events).containsExactly("head 502 last");
        assertThat(
                        inbound.page()
                                .sum(
                                        "inbound_http_errors_total",
                                        "error=\"i/o\"",
                                        "target_addr=\"127.0.0.1:8080\"",
                                        "target_ip=\"127.0.0.1\"",
                                        "target_port=\"8080\""))
                .isEqualTo(1);
    }
}
