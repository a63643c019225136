package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.Endpoint.ProtocolHint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that come, go and change under exchanges: none is lost. */
class LiveEndpointsTest {
    private final Stage stage = new Stage(Direction.OUTBOUND);

    @BeforeEach
    void booksHasAProfile() {
        stage.route("isRetryable: false");
    }

    private static Endpoint weighing(Endpoint endpoint, int weight) {
        return new Endpoint(
                endpoint.address(), weight, ProtocolHint.NONE, Collections.emptySortedMap());
    }

    private static FakeCall call(FakeConnector connector) {
        if (connector.connecting() > 0) {
            connector.connected(100);
        }
        return connector.call();
    }

    private static List<FakeCall> open(FakeConnector... connectors) {
        List<FakeCall> open = new ArrayList<>();
        for (FakeConnector connector : connectors) {
            while (connector.connecting() > 0) {
                connector.connected(1000);
            }
            connector.edges().forEach(edge -> open.addAll(edge.calls()));
        }
        open.removeIf(FakeCall::answered);
        return open;
    }

    @Test
    void exchangesOnAnEndpointWhoseWeightChangesFinish() {
        stage.endpoints(Endpoint.of(Stage.ONE), Endpoint.of(Stage.TWO));
        List<RecordingClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(stage.get("/a"));
        }
        List<FakeCall> before = open(stage.one(), stage.two());

        stage.endpoints(weighing(Endpoint.of(Stage.ONE), 3), weighing(Endpoint.of(Stage.TWO), 5));
        before.forEach(call -> call.answer(200, true));

        assertThat(clients)
                .allSatisfy(client -> assertThat(client.events).containsExactly("head 200 last"));
        RecordingClient after = stage.get("/a");
        open(stage.one(), stage.two()).forEach(call -> call.answer(200, true));
        assertThat(after.events).containsExactly("head 200 last");
    }

    @Test
    void exchangesFinishWhenTheWholeSetIsReplaced() {
        stage.endpoints(Endpoint.of(Stage.ONE));
        RecordingClient old = stage.get("/a");
        FakeCall call = call(stage.one());

        stage.endpoints(Endpoint.of(Stage.TWO));
        RecordingClient next = stage.get("/a");
        call(stage.two()).answer(200, true);
        call.answer(200, true);

        assertThat(old.events).containsExactly("head 200 last");
        assertThat(next.events).containsExactly("head 200 last");
        assertThat(stage.one().edges().getFirst().closed()).isTrue();
    }

    @Test
    void emptiedServiceMakesRequestsWaitThenFail() {
        stage.endpoints(Endpoint.of(Stage.ONE));
        RecordingClient running = stage.get("/a");
        FakeCall call = call(stage.one());

        stage.endpoints();
        RecordingClient waiting = stage.get("/a");
        assertThat(waiting.events).isEmpty();
        stage.advance(Stage.FAIL_FAST);
        call.answer(200, true);

        assertThat(waiting.events).containsExactly("head 504 last");
        assertThat(stage.get("/a").events).containsExactly("head 503 last");
        assertThat(running.events).containsExactly("head 200 last");
    }

    @Test
    void serviceThatIsBackServesWhoWaitsAndWhoComes() {
        stage.endpoints(Endpoint.of(Stage.ONE));
        stage.endpoints();
        RecordingClient waiting = stage.get("/a");

        stage.endpoints(Endpoint.of(Stage.ONE));
        call(stage.one()).answer(200, true);
        RecordingClient next = stage.get("/a");
        call(stage.one()).answer(200, true);

        assertThat(waiting.events).containsExactly("head 200 last");
        assertThat(next.events).containsExactly("head 200 last");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyRequestIsAnsweredOnceWhateverHappensToTheSet(long seed) {
        Random random = new Random(seed);
        List<Endpoint> all = List.of(Endpoint.of(Stage.ONE), Endpoint.of(Stage.TWO));
        List<RecordingClient> clients = new ArrayList<>();
        stage.endpoints(all.getFirst());

        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(4)) {
                case 0 ->
                        stage.endpoints(
                                all.stream()
                                        .filter(_ -> random.nextInt(3) > 0)
                                        .map(each -> weighing(each, 1 + random.nextInt(9)))
                                        .toArray(Endpoint[]::new));
                case 1 -> {
                    List<FakeCall> open = open(stage.one(), stage.two());
                    if (!open.isEmpty()) {
                        open.get(random.nextInt(open.size())).answer(200, true);
                    }
                }
                default -> clients.add(stage.get("/a"));
            }
        }
        stage.endpoints(all.toArray(Endpoint[]::new));
        for (int round = 0; round < 400; round++) {
            open(stage.one(), stage.two()).forEach(call -> call.answer(200, true));
        }

        assertThat(clients)
                .allSatisfy(client -> assertThat(client.events).hasSize(1))
                .allSatisfy(client ->
                        assertThat(client.events.getFirst())
                                .isIn("head 200 last", "head 503 last"));
    }
}
