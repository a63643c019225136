package dev.fairlead.proxy.exchange;

import static dev.fairlead.proxy.exchange.SplitBooks.APEX;
import static dev.fairlead.proxy.exchange.SplitBooks.LEFT;
import static dev.fairlead.proxy.exchange.SplitBooks.RIGHT;
import static dev.fairlead.proxy.exchange.SplitBooks.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** However a split changes under requests, none of them is lost. */
class SplitChangesPropertyTest {
    /** One thing that happens. */
    enum Step {
        REQUEST_OVER_HTTP_1,
        REQUEST_OVER_HTTP_2,
        SPLIT_OFF,
        SPLIT_TO_LEFT,
        SPLIT_TO_RIGHT,
        SPLIT_TO_BOTH,
        SPLIT_TO_ITSELF_TOO,
        CONNECTED,
        ANSWERED,
        TIME
    }

    /** Clients, and targets that do as they are told. */
    private static final class Play {
        final SplitBooks books = new SplitBooks();
        final List<RecordingClient> clients = new ArrayList<>();

        void act(Step step) {
            switch (step) {
                case REQUEST_OVER_HTTP_1 -> request(true);
                case REQUEST_OVER_HTTP_2 -> request(false);
                case SPLIT_OFF -> books.split();
                case SPLIT_TO_LEFT -> books.split(to(LEFT, 1));
                case SPLIT_TO_RIGHT -> books.split(to(RIGHT, 1));
                case SPLIT_TO_BOTH -> books.split(to(LEFT, 1), to(RIGHT, 1));
                case SPLIT_TO_ITSELF_TOO -> books.split(to(RIGHT, 1), to(APEX, 1));
                case CONNECTED -> connectors().forEach(Play::connect);
                case ANSWERED -> calls().limit(1).forEach(call -> call.answer(200, true));
                case TIME -> books.stage.advance(Duration.ofMillis(10));
            }
        }

        private void request(boolean http1) {
            long waiting = clients.stream().filter(client -> !client.ended()).count();
            if (waiting < Stage.IN_FLIGHT) {
                clients.add(http1 ? books.stage.get1("/a") : books.stage.get("/a"));
            }
        }

        private Stream<FakeConnector> connectors() {
            return Stream.of(APEX, LEFT, RIGHT).map(books::connector);
        }

        private static void connect(FakeConnector connector) {
            while (connector.connecting() > 0) {
                connector.connected(2);
            }
        }

        private Stream<FakeCall> calls() {
            return connectors()
                    .flatMap(connector -> connector.edges().stream())
                    .flatMap(edge -> List.copyOf(edge.calls()).stream())
                    .filter(call -> !call.ended());
        }

        /** Lets everything come to its end. */
        void finish() {
            for (int i = 0; i < 2 * Stage.IN_FLIGHT; i++) {
                act(Step.CONNECTED);
                act(Step.ANSWERED);
            }
        }
    }

    @Property(tries = 500)
    void everyRequestIsServedOnce(@ForAll @Size(max = 60) List<Step> steps) {
        Play play = new Play();
        steps.forEach(play::act);

        play.finish();

        assertThat(play.clients)
                .allSatisfy(client -> assertThat(client.events).containsExactly("head 200 last"));
        long reached =
                play.connectors()
                        .flatMap(connector -> connector.edges().stream())
                        .mapToLong(edge -> edge.calls().size())
                        .sum();
        assertThat(reached).isEqualTo(play.clients.size());
        play.books.split();
        assertThat(play.books.stage.discovery.followers())
                .isEqualTo(play.clients.isEmpty() ? 0 : 2);
    }
}
