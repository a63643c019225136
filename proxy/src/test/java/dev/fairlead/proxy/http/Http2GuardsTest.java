package dev.fairlead.proxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each guard trips when its limit is passed and not before, and says so once. */
class Http2GuardsTest {
    private final FakeExchanges exchanges = new FakeExchanges();
    private final H2Wire wire = H2Wire.silentClient(exchanges);
    private final RawFrames client = RawFrames.client(wire);

    @AfterEach
    void nothingIsLeftInMemory() {
        wire.close();
    }

    private static Http2Headers get() {
        return new DefaultHttp2Headers(false).method("GET").scheme("http").path("/").authority("h");
    }

    private void assertEnded(Http2Guard guard) {
        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.trips).containsExactly(guard);
        assertThat(client.heard()).last().isEqualTo("go away ENHANCE_YOUR_CALM");
    }

    private void assertGoesOn() {
        assertThat(wire.isOpen()).isTrue();
        assertThat(wire.trips).isEmpty();
    }

    @Test
    void moreThanTwoHundredResetsEndTheConnection() {
        for (int i = 0; i < 200; i++) {
            client.post(3 + 2 * i);
            client.send(RawFrames.RST_STREAM, 0, 3 + 2 * i, new byte[] {0, 0, 0, 8});
        }
        assertGoesOn();

        client.post(403);
        client.send(RawFrames.RST_STREAM, 0, 403, new byte[] {0, 0, 0, 8});

        assertEnded(Http2Guard.RESETS_RECEIVED);
    }

    @Test
    void moreThanTwoHundredStreamsInErrorEndTheConnection() {
        for (int i = 0; i < 200; i++) {
            client.send(
                    RawFrames.HEADERS,
                    RawFrames.END_HEADERS | RawFrames.END_STREAM,
                    3 + 2 * i,
                    RawFrames.GET_WITHOUT_PATH);
        }
        assertGoesOn();

        client.send(RawFrames.HEADERS, RawFrames.END_HEADERS, 403, RawFrames.GET_WITHOUT_PATH);

        assertEnded(Http2Guard.RESETS_SENT);
    }

    @Test
    void streamsInErrorAreForgottenAfterAWhile() {
        for (int i = 0; i < 300; i++) {
            client.send(
                    RawFrames.HEADERS,
                    RawFrames.END_HEADERS | RawFrames.END_STREAM,
                    3 + 2 * i,
                    RawFrames.GET_WITHOUT_PATH);
            wire.edge.advanceTimeBy(160, TimeUnit.MILLISECONDS);
        }

        assertGoesOn();
    }

    @Test
    void resetsThatArePassedOnAreNotTheClientsFault() {
        for (int i = 0; i < 300; i++) {
            client.get(3 + 2 * i);
            exchanges.response(i).abort(Http2Error.INTERNAL_ERROR);
            wire.exchange();
        }

        assertGoesOn();
        assertThat(client.heard()).hasSize(300);
    }

    @Test
    void aHeadInManySmallPiecesEndsTheConnection() {
        client.send(RawFrames.HEADERS, RawFrames.END_STREAM, 3, RawFrames.GET);
        for (int i = 0; i < 17; i++) {
            client.send(RawFrames.CONTINUATION, 0, 3);
        }

        assertEnded(Http2Guard.SMALL_CONTINUATION);
    }

    @Test
    void aHeadInSixteenPiecesIsRead() {
        client.send(RawFrames.HEADERS, RawFrames.END_STREAM, 3, RawFrames.GET);
        for (int i = 0; i < 14; i++) {
            client.send(RawFrames.CONTINUATION, 0, 3);
        }
        client.send(RawFrames.CONTINUATION, RawFrames.END_HEADERS, 3);

        assertGoesOn();
        assertThat(exchanges.request(0).calls).containsExactly("last head");
    }

    @Test
    void threeEmptyFramesOfABodyEndTheConnection() {
        client.post(3);
        client.send(RawFrames.DATA, 0, 3);
        client.send(RawFrames.DATA, 0, 3);
        assertGoesOn();

        client.send(RawFrames.DATA, 0, 3);

        assertEnded(Http2Guard.EMPTY_FRAMES);
    }

    @Test
    void aThousandUnreadAnswersEndTheConnection() {
        StuckWrites writes = new StuckWrites();
        wire.edge.pipeline().addFirst(writes);
        for (int i = 0; i < 1000; i++) {
            client.send(RawFrames.PING, 0, 0, new byte[8]);
        }
        assertGoesOn();

        client.send(RawFrames.PING, 0, 0, new byte[8]);
        writes.failAll();

        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.trips).containsExactly(Http2Guard.CONTROL_QUEUE);
    }

    @Test
    void aStreamTooManyIsRefused() {
        for (int i = 0; i <= H2Wire.MAX_STREAMS; i++) {
            client.post(3 + 2 * i);
        }
        wire.exchange();

        assertThat(wire.trips).containsExactly(Http2Guard.STREAMS);
        assertThat(client.heard()).containsExactly("103 reset REFUSED_STREAM");
        assertThat(exchanges.opened).hasSize(H2Wire.MAX_STREAMS);
    }

    @Test
    void streamsOpenedBeforeAGoodbyeWasReadAreNobodysFault() {
        client.get(3);
        wire.edge.pipeline().fireUserEventTriggered(Drain.INSTANCE);
        client.send(RawFrames.PING, 1, 0, "fairlead".getBytes(US_ASCII));
        for (int i = 1; i <= 300; i++) {
            client.get(3 + 2 * i);
        }

        assertGoesOn();
        assertThat(exchanges.opened).hasSize(1);
    }

    @Test
    void aHeadOverTheLimitIsAnsweredByTheProxyAndCounted() {
        try (H2Wire joined = H2Wire.server(exchanges, Http2Settings.defaultSettings())) {
            joined.peer.head(get().set("x", "a".repeat(1100)), true);
            joined.exchange();

            assertThat(joined.trips).containsExactly(Http2Guard.HEADER_LIST);
            assertThat(exchanges.problems).containsExactly(RequestProblem.HEADERS_TOO_LARGE);
            assertThat(joined.peer.heard).first().isEqualTo("3 last head 431");
            assertThat(joined.isOpen()).isTrue();
        }
    }

    @Test
    void aHeadFarOverTheLimitEndsTheConnection() {
        client.send(RawFrames.HEADERS, RawFrames.END_STREAM, 3, new byte[1000]);
        client.send(RawFrames.CONTINUATION, 0, 3, new byte[1000]);

        assertThat(wire.isOpen()).isFalse();
        assertThat(wire.trips).containsExactly(Http2Guard.HEADER_LIST);
        assertThat(client.heard()).containsExactly("go away PROTOCOL_ERROR");
    }

    @Test
    void noSettingsInTimeAreCounted() {
        try (H2Wire silent = H2Wire.silentClient(exchanges)) {
            silent.edge.advanceTimeBy(H2Wire.SETTINGS_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);

            assertThat(silent.isOpen()).isFalse();
            assertThat(silent.trips).containsExactly(Http2Guard.SETTINGS_TIMEOUT);
        }
    }

    @Test
    void aServerThatResetsAllTheTimeLosesItsConnection() {
        FakeListener pool = new FakeListener();
        try (H2Wire upstream =
                H2Wire.client(pool, Http2Settings.defaultSettings().maxConcurrentStreams(1000))) {
            for (int i = 0; i <= 200; i++) {
                pool.edge().open(new Recorder()).head(get(), true);
                upstream.exchange();
                upstream.peer.reset(upstream.peer.streams.getLast(), Http2Error.INTERNAL_ERROR);
                upstream.exchange();
            }

            assertThat(upstream.isOpen()).isFalse();
            assertThat(upstream.trips).containsExactly(Http2Guard.RESETS_RECEIVED);
            assertThat(pool.said).contains("going away", "closed");
        }
    }
}
