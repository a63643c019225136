package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.discovery.Endpoint.ProtocolHint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.pool.FakeCall;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An endpoint that wants to be called by another name than the client's. */
class AuthorityOverrideTest {
    private final Stage stage = new Stage(Direction.OUTBOUND);

    private static Endpoint called(InetSocketAddress address, String authority) {
        return new Endpoint(
                address,
                1,
                ProtocolHint.NONE,
                Collections.emptySortedMap(),
                Optional.of(authority));
    }

    @Test
    void requestCarriesTheNameOfItsEndpoint() {
        stage.route("isRetryable: false");
        stage.endpoints(called(Stage.ONE, "one.example.com:8443"));

        stage.get("/a");

        assertThat(stage.one().carried().fields().authority())
                .asString()
                .isEqualTo("one.example.com:8443");
        assertThat(stage.one().carried().fields().get("l5d-dst-canonical")).isNull();
    }

    @Test
    void requestKeepsItsNameWhereTheEndpointHasNone() {
        stage.route("isRetryable: false");
        stage.endpoints(Endpoint.of(Stage.ONE));

        stage.get("/a");

        assertThat(stage.one().carried().fields().authority()).asString().isEqualTo("books");
        assertThat(stage.one().carried().fields().get("l5d-dst-canonical"))
                .asString()
                .isEqualTo(Stage.BOOKS.toString());
    }

    @Test
    void eachAttemptCarriesTheNameOfItsOwnEndpoint() {
        stage.route("isRetryable: true");
        stage.endpoints(called(Stage.ONE, "one.example.com"));
        stage.get("/a");
        FakeCall first = stage.one().carried();

        stage.endpoints(Endpoint.of(Stage.TWO));
        first.answer(503, true);

        assertThat(first.fields().authority()).asString().isEqualTo("one.example.com");
        assertThat(stage.two().carried().fields().authority()).asString().isEqualTo("books");
        assertThat(stage.two().carried().fields().get("l5d-retry-attempt"))
                .asString()
                .isEqualTo("1");
    }

    @Test
    void nameThatChangesLiveIsThatOfTheNextRequest() {
        stage.route("isRetryable: false");
        stage.endpoints(called(Stage.ONE, "old.example.com"));
        stage.get("/a");
        FakeCall before = stage.one().carried();

        stage.endpoints(called(Stage.ONE, "new.example.com"));
        stage.get("/a");

        assertThat(before.fields().authority()).asString().isEqualTo("old.example.com");
        assertThat(stage.one().carried().fields().authority())
                .asString()
                .isEqualTo("new.example.com");
    }
}
