package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Authority;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.MessageSink;
import io.netty.handler.codec.http2.Http2Error;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DestinationsTest {
    private final Stage stage = new Stage(Direction.OUTBOUND);

    private static Authority service(int number) {
        return new Authority("service-" + number + ".default.svc.cluster.local", 80);
    }

    @Test
    void destinationIsMadeOnce() {
        Optional<Destination> first = stage.destinations.service(Stage.BOOKS);

        assertThat(stage.destinations.service(Stage.BOOKS)).isEqualTo(first);
        assertThat(stage.discovery.followers()).isEqualTo(2);
    }

    @Test
    void unusedDestinationIsDropped() {
        stage.withBooks();
        stage.get("/a");
        stage.one().connected(100);
        stage.one().call().answer(200, true);

        stage.advance(Stage.IDLE.multipliedBy(2));

        assertThat(stage.discovery.followers()).isZero();
        assertThat(stage.one().edges().getFirst().closed()).isTrue();
        assertThat(stage.report.services()).isEmpty();
    }

    @Test
    void destinationInUseIsNotDropped() {
        stage.withBooks();
        stage.get("/a");
        stage.one().connected(100);

        stage.advance(Stage.IDLE.multipliedBy(4));

        assertThat(stage.discovery.followers()).isEqualTo(2);
        assertThat(stage.one().edges().getFirst().closed()).isFalse();
    }

    @Test
    void destinationThatIsKeptIsNotDropped() {
        Destination kept = stage.destinations.service(Stage.BOOKS).orElseThrow();
        stage.destinations.keep(kept);

        stage.advance(Stage.IDLE.multipliedBy(4));

        assertThat(kept.closed()).isFalse();
    }

    @Test
    void connectionThatOutlivesADroppedDestinationFindsItAnew() {
        stage.withBooks();
        Routing connection = stage.byAuthority();
        Destination first = connection.destination(Stage.request("GET", "/a")).orElseThrow();

        stage.advance(Stage.IDLE.multipliedBy(2));
        Destination second = connection.destination(Stage.request("GET", "/a")).orElseThrow();

        assertThat(first.closed()).isTrue();
        assertThat(second.closed()).isFalse();
    }

    @Test
    void beyondTheBoundTheOneUnusedForLongestGoes() {
        Destination first = stage.destinations.service(service(0)).orElseThrow();
        Destination second = stage.destinations.service(service(1)).orElseThrow();
        IntStream.range(2, Destinations.MAX_DESTINATIONS)
                .forEach(number -> stage.destinations.service(service(number)));
        stage.destinations.service(service(0));

        Optional<Destination> another =
                stage.destinations.service(service(Destinations.MAX_DESTINATIONS));

        assertThat(another).isPresent();
        assertThat(second.closed()).isTrue();
        assertThat(first.closed()).isFalse();
        assertThat(stage.discovery.followers()).isEqualTo(2 * Destinations.MAX_DESTINATIONS);
    }

    @Test
    void reportShowsWhatIsInForce() {
        stage.withBooks();
        stage.get("/a");
        stage.one().connected(100);
        stage.one().call().answer(503, true);

        assertThat(stage.report.services())
                .singleElement()
                .satisfies(service -> {
                    assertThat(service.service()).isEqualTo(Stage.BOOKS.toString());
                    assertThat(service.source()).isEqualTo("books.yaml:1");
                    assertThat(service.overrides()).isEmpty();
                    assertThat(service.routes())
                            .containsExactly(
                                    new RouteReport.Row("GET /a", 1, 0, 1),
                                    new RouteReport.Row("", 0, 0, 0));
                });
    }

    @Test
    void closingEndsEverySubscriptionAndFailsWhoWaits() {
        stage.profile("GET /a", "/a");
        stage.endpoints();
        RecordingClient waiting = stage.get("/a");

        stage.destinations.close();

        assertThat(stage.discovery.followers()).isZero();
        assertThat(waiting.events).containsExactly("head 504 last");
    }

    @Test
    void abortedRequestsDoNotPileUpWhileDiscoveryIsSilent() {
        for (int i = 0; i < 1000; i++) {
            MessageSink request = stage.open(new RecordingClient());
            request.head(Stage.request("GET", "/a"), false);
            request.abort(Http2Error.CANCEL);
        }

        assertThat(stage.destinations.service(Stage.BOOKS).orElseThrow().waiting()).isZero();
    }
}
