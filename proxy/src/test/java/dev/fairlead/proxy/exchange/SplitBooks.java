package dev.fairlead.proxy.exchange;

import dev.fairlead.discovery.Authority;
import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.EndpointsView;
import dev.fairlead.discovery.ServiceView;
import dev.fairlead.discovery.ServiceView.ProfileInForce;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import dev.fairlead.route.DstOverride;
import dev.fairlead.route.RouteSpec;
import dev.fairlead.route.RouteTable;
import dev.fairlead.route.ServiceProfile;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Books, whose profile sends its requests to leaves; each has an endpoint of its own. */
final class SplitBooks {
    static final String APEX = "books";
    static final String LEFT = "left";
    static final String RIGHT = "right";

    final Stage stage = new Stage(Direction.OUTBOUND).withBooks();
    private final Map<String, InetSocketAddress> endpoints = new TreeMap<>();

    SplitBooks() {
        endpoints.put(APEX, Stage.ONE);
        leaf(LEFT);
        leaf(RIGHT);
    }

    static Authority authority(String leaf) {
        return new Authority(leaf + ".default.svc.cluster.local", 80);
    }

    /** Gives a leaf its endpoint. */
    void leaf(String name) {
        Endpoint endpoint = Endpoint.of(address(name));
        endpoints.put(name, endpoint.address());
        found(name, new EndpointsView(true, List.of(endpoint)));
    }

    private InetSocketAddress address(String name) {
        InetSocketAddress known = endpoints.get(name);
        return known != null
                ? known
                : new InetSocketAddress("10.1.0." + (1 + endpoints.size()), 8080);
    }

    void found(String leaf, EndpointsView view) {
        stage.discovery.endpoints(authority(leaf), view);
    }

    static DstOverride to(String leaf, int weight) {
        return new DstOverride(leaf, weight);
    }

    /** Puts a profile with a route and these overrides in force. */
    void split(DstOverride... overrides) {
        stage.discovery.profile(Stage.BOOKS, view(routes(), overrides));
    }

    static List<RouteSpec> routes() {
        return Stage.view("GET /a", "/a").profile().orElseThrow().table().profile().routes();
    }

    static ServiceView view(List<RouteSpec> routes, DstOverride... overrides) {
        ServiceProfile profile =
                new ServiceProfile(
                        Stage.BOOKS.name(),
                        "default",
                        routes,
                        Optional.empty(),
                        List.of(overrides));
        return new ServiceView(
                Optional.of(Stage.BOOKS),
                Optional.of(
                        new ProfileInForce(RouteTable.compile(profile), "books.yaml:1", "default")),
                Optional.empty(),
                false);
    }

    FakeConnector connector(String leaf) {
        return stage.connector(address(leaf));
    }

    /** Sends requests, one after the other, and says who has answered how many. */
    Map<String, Integer> send(boolean http1, int requests) {
        Map<String, Integer> served = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            RecordingClient client = http1 ? stage.get1("/a") : stage.get("/a");
            served.merge(serve().orElseGet(() -> client.events.toString()), 1, Integer::sum);
        }
        return served;
    }

    Map<String, Integer> send(int requests) {
        return send(false, requests);
    }

    /** Answers the one request that is somewhere, and says where it was. */
    Optional<String> serve() {
        for (String name : endpoints.keySet()) {
            FakeConnector connector = connector(name);
            if (connector.connecting() > 0) {
                connector.connected(100);
            }
            Optional<FakeCall> call =
                    Optional.of(connector.edges())
                            .filter(edges -> !edges.isEmpty())
                            .map(edges -> edges.getLast().calls())
                            .filter(calls -> !calls.isEmpty())
                            .map(List::getLast)
                            .filter(last -> !last.ended());
            if (call.isPresent()) {
                call.get().answer(200, true);
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
