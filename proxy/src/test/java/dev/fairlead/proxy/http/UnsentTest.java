package dev.fairlead.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests a closed connection cannot have carried to the server. */
class UnsentTest {
    private final FakeListener pool = new FakeListener();
    private final StuckWrites writes = new StuckWrites();
    private final Recorder response = new Recorder();

    private static Http2Headers request() {
        return new DefaultHttp2Headers(false)
                .method("POST")
                .scheme("http")
                .path("/")
                .authority("h");
    }

    private static void closed(EmbeddedChannel channel) {
        channel.close().addListener(closed -> {});
        channel.runPendingTasks();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHeadThatIsNotWrittenWhenTheConnectionClosesIsUnsent(boolean last) {
        try (H1Wire wire = H1Wire.client(pool)) {
            wire.channel.pipeline().addFirst(writes);
            pool.edge().open(response).head(request(), last);

            closed(wire.channel);
            writes.failAll();

            assertThat(response.calls).containsExactly("lost UNSENT");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHeadWhoseWriteFailedIsUnsent(boolean last) {
        try (H1Wire wire = H1Wire.client(pool)) {
            wire.channel.pipeline().addFirst(writes);
            pool.edge().open(response).head(request(), last);

            writes.failAll();

            assertThat(wire.isOpen()).isFalse();
            assertThat(response.calls).containsExactly("lost UNSENT");
        }
    }

    @Test
    void aHeadThatWasWrittenMayBeProcessedThoughItsBodyWasNot() {
        AtomicInteger written = new AtomicInteger();

        try (H1Wire wire = H1Wire.client(pool)) {
            wire.channel.pipeline().addFirst(writes);
            MessageSink sink = pool.edge().open(response);
            sink.head(request(), false);
            sink.data(wire.buffer("abc"), true, written::incrementAndGet);
            writes.finishOne();
            closed(wire.channel);
            writes.failAll();

            assertThat(response.calls).containsExactly("lost CLOSED");
            assertThat(written).hasValue(1);
        }
    }

    @Test
    void anAnswerBeforeTheWholeHeadShowsThatTheServerHasActed() {
        try (H1Wire wire = H1Wire.client(pool)) {
            wire.channel.pipeline().addFirst(writes);
            pool.edge().open(response).head(request(), true);
            wire.receive("HTTP/1.1 500 Oops|Content-Length: 5||ab");
            closed(wire.channel);
            writes.failAll();

            assertThat(response.calls).containsExactly("head", "data ab", "lost CLOSED");
        }
    }

    @Test
    void aRequestForAConnectionThatHasClosedMeanwhileIsUnsent() {
        try (H1Wire wire = H1Wire.client(pool)) {
            MessageSink sink = pool.edge().open(response);

            closed(wire.channel);
            sink.head(request(), true);

            assertThat(response.calls).containsExactly("lost UNSENT");
            assertThat(pool.said).containsExactly("connected", "closed");
        }
    }

    @Test
    void aStreamWhoseHeadIsNotWrittenIsUnsent() {
        try (H2Wire wire = H2Wire.client(pool, Http2Settings.defaultSettings())) {
            wire.edge.pipeline().addFirst(writes);
            pool.edge().open(response).head(request(), true);

            closed(wire.edge);
            writes.failAll();

            assertThat(response.calls).containsExactly("lost UNSENT");
        }
    }

    @Test
    void aStreamWhoseHeadCouldNotBeWrittenIsRefused() {
        try (H2Wire wire = H2Wire.client(pool, Http2Settings.defaultSettings())) {
            wire.edge.pipeline().addFirst(writes);
            pool.edge().open(response).head(request(), true);

            writes.failAll();
            wire.edge.runPendingTasks();

            assertThat(response.calls).containsExactly("abort REFUSED_STREAM");
        }
    }

    @Test
    void aStreamWhoseHeadWasWrittenMayBeProcessed() {
        try (H2Wire wire = H2Wire.client(pool, Http2Settings.defaultSettings())) {
            pool.edge().open(response).head(request(), false);
            wire.exchange();

            closed(wire.edge);

            assertThat(response.calls).containsExactly("lost CLOSED");
        }
    }
}
