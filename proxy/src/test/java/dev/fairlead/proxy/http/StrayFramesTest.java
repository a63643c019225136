package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames on streams that are gone (RFC 9113 §5.1). */
class StrayFramesTest {
    private final FakeExchanges exchanges = new FakeExchanges();
    private final H2Wire wire = H2Wire.silentClient(exchanges);
    private final RawFrames client = RawFrames.client(wire);

    @AfterEach
    void nothingIsLeftInMemory() {
        wire.close();
    }

    private void answer(int index) {
        exchanges.response(index).head(head(200), true);
        wire.exchange();
    }

    @Test
    void aBodyOnItsWayWhenItsStreamWasResetIsDropped() {
        client.post(3);
        answer(0);
        exchanges.response(0).abort(Http2Error.NO_ERROR);
        wire.exchange();

        for (int i = 0; i < 300; i++) {
            client.send(RawFrames.DATA, 0, 3, (byte) 'a');
        }
        client.send(RawFrames.DATA, RawFrames.END_STREAM, 3, (byte) 'a');

        assertThat(wire.isOpen()).isTrue();
        assertThat(client.heard()).containsExactly("3 last head 200", "3 reset NO_ERROR");
        assertThat(wire.heldWindow()).isZero();
        assertThat(wire.trips).isEmpty();
    }

    @Test
    void trailersOnTheirWayWhenTheirStreamWasResetAreDropped() {
        client.post(3);
        exchanges.response(0).abort(Http2Error.CANCEL);
        wire.exchange();

        client.get(3);
        client.get(5);
        answer(1);

        assertThat(client.heard()).containsExactly("3 reset CANCEL", "5 last head 200");
    }

    @Test
    void aHeadOnAStreamThatHasEndedEndsTheConnection() {
        client.get(3);
        answer(0);

        client.get(3);

        assertThat(wire.isOpen()).isFalse();
        assertThat(client.heard()).containsExactly("3 last head 200", "go away STREAM_CLOSED");
    }

    @Test
    void aNumberThatWasPassedOverCannotBeUsed() {
        client.get(3);
        client.get(9);

        client.get(7);

        assertThat(wire.isOpen()).isFalse();
        assertThat(client.heard()).containsExactly("go away PROTOCOL_ERROR");
    }

    @Test
    void noNumberBelowTheFirstCanBeUsed() {
        client.get(5);

        client.get(3);

        assertThat(client.heard()).containsExactly("go away PROTOCOL_ERROR");
    }

    @Test
    void aSecondHeadAfterTheEndOfTheRequestResetsTheStream() {
        client.get(3);

        client.get(3);
        client.get(5);
        answer(1);

        assertThat(client.heard()).containsExactly("3 reset STREAM_CLOSED", "5 last head 200");
        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
    }

    @Test
    void anEmptyWindowUpdateAfterTheEndOfTheRequestKeepsItsOwnCode() {
        client.get(3);

        client.send(RawFrames.WINDOW_UPDATE, 0, 3, new byte[4]);
        wire.exchange();

        assertThat(client.heard()).containsExactly("3 reset PROTOCOL_ERROR");
    }

    @Test
    void aResponseOnItsWayWhenItsRequestWasCancelledIsDropped() {
        FakeListener pool = new FakeListener();
        try (H2Wire upstream = H2Wire.silentServer(pool)) {
            RawFrames server = RawFrames.server(upstream);
            MessageSink request = pool.edge().open(new Recorder());
            request.head(
                    new DefaultHttp2Headers(false)
                            .method("GET")
                            .scheme("http")
                            .path("/")
                            .authority("h"),
                    true);
            upstream.exchange();
            request.abort(Http2Error.CANCEL);
            upstream.exchange();

            server.send(RawFrames.HEADERS, RawFrames.END_HEADERS, 3, RawFrames.OK);
            for (int i = 0; i < 300; i++) {
                server.send(RawFrames.DATA, 0, 3, (byte) 'a');
            }

            assertThat(upstream.isOpen()).isTrue();
            assertThat(server.heard()).containsExactly("3 last head null", "3 reset CANCEL");
            assertThat(upstream.heldWindow()).isZero();
        }
    }
}
