package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class H2ClientEdgeTest {
    private final FakeListener pool = new FakeListener();
    private final H2Wire wire =
            H2Wire.client(
                    pool,
                    Http2Settings.defaultSettings().maxConcurrentStreams(3).maxHeaderListSize(500));
    private final H2Peer server = wire.peer;
    private final AtomicInteger written = new AtomicInteger();

    @AfterEach
    void nothingIsLeftInMemory() {
        wire.close();
    }

    private static Http2Headers get() {
        return new DefaultHttp2Headers(false)
                .method("GET")
                .scheme("http")
                .path("/a")
                .authority("h");
    }

    private Recorder ask() {
        Recorder response = new Recorder();
        pool.edge().open(response).head(get(), true);
        wire.exchange();
        return response;
    }

    private MessageSink upload(Recorder response) {
        MessageSink sink = pool.edge().open(response);
        sink.head(get().method("POST"), false);
        sink.data(wire.buffer("abc"), false, written::incrementAndGet);
        wire.exchange();
        return sink;
    }

    private Http2FrameStream stream(int index) {
        return server.streams.get(index);
    }

    private void answer(int index, String text) {
        server.head(stream(index), head(200), false);
        server.data(stream(index), text, true);
        wire.exchange();
    }

    @Test
    void streamsAreIndependentOfEachOther() {
        Recorder one = ask();
        Recorder two = ask();

        answer(1, "two");
        server.reset(stream(0), Http2Error.CANCEL);
        wire.exchange();

        assertThat(two.calls).containsExactly("head", "last data two");
        assertThat(one.aborted).isEqualTo(Http2Error.CANCEL);
        assertThat(pool.edge().idle()).isTrue();
        assertThat(pool.edge().room()).isEqualTo(3);
    }

    @Test
    void passesInformationalHeadsAndTrailers() {
        Recorder response = new Recorder();
        MessageSink sink = upload(response);
        sink.trailers(new DefaultHttp2Headers(false).set("x", "y").set("connection", "z"));
        wire.exchange();
        server.head(stream(0), head(103), false);
        server.head(stream(0), head(200), false);
        server.head(stream(0), new DefaultHttp2Headers().set("grpc-status", "0"), true);
        wire.exchange();

        assertThat(response.calls).containsExactly("head", "head", "trailers");
        assertThat(server.heard).hasSize(3).last().asString().contains("x: y").doesNotContain("z");
        assertThat(pool.edge().idle()).isTrue();
    }

    @Test
    void namesTheHostOnce() {
        pool.edge().open(new Recorder()).head(get().set("host", "h"), true);
        pool.edge().open(new Recorder()).head(get().set("te", "gzip"), true);
        wire.exchange();

        assertThat(server.heard).containsExactly("3 last head /a", "5 last head /a");
    }

    @ParameterizedTest
    @EnumSource(Http2Error.class)
    void everyResetReachesTheExchangeWithItsCode(Http2Error code) {
        Recorder response = ask();

        server.reset(stream(0), code);
        wire.exchange();

        assertThat(response.calls).containsExactly("abort " + code);
        assertThat(pool.edge().idle()).isTrue();
        assertThat(pool.said).endsWith("room");
    }

    @Test
    void aResetAfterAnEarlyAnswerStopsTheRequest() {
        Recorder response = new Recorder();
        MessageSink sink = upload(response);
        answer(0, "early");
        server.reset(stream(0), Http2Error.NO_ERROR);
        wire.exchange();

        sink.data(wire.buffer("def"), true, written::incrementAndGet);

        assertThat(response.calls).containsExactly("head", "last data early", "abort NO_ERROR");
        assertThat(written).hasValue(2);
        assertThat(pool.edge().idle()).isTrue();
    }

    @Test
    void anAbandonedRequestIsCancelledAndItsWindowGivenBack() {
        Recorder response = new Recorder(true);
        MessageSink sink = upload(response);
        server.head(stream(0), head(200), false);
        server.data(stream(0), "a".repeat(1000), false);
        wire.exchange();
        sink.abort(Http2Error.CANCEL);
        server.data(stream(0), "a".repeat(1000), false);
        wire.exchange();
        response.letGoOn();

        assertThat(server.heard).endsWith("3 reset CANCEL");
        assertThat(wire.heldWindow()).isZero();
        assertThat(response.aborted).isNull();
        assertThat(pool.edge().idle()).isTrue();
    }

    @Test
    void givesTheWindowBackOnlyWhenBytesAreWritten() {
        Recorder response = new Recorder(true);
        pool.edge().open(response).head(get(), true);
        wire.exchange();
        server.head(stream(0), head(200), false);
        server.data(stream(0), "a".repeat(70_000), true);
        wire.exchange();

        assertThat(response.body).hasSize(65_535);
        response.letGoOn();
        wire.exchange();

        assertThat(response.body).hasSize(70_000);
        assertThat(response.ended).isTrue();
        response.letGoOn();
        assertThat(wire.heldWindow()).isZero();
    }

    @Test
    void aBodyWaitsForTheServersWindow() {
        MessageSink sink = pool.edge().open(new Recorder());
        sink.head(get().method("POST"), false);
        sink.data(wire.buffer("a".repeat(70_000)), true, written::incrementAndGet);
        wire.exchange();

        assertThat(written).hasValue(0);
        server.reset(stream(0), Http2Error.CANCEL);
        wire.exchange();

        assertThat(written).hasValue(1);
    }

    @Test
    void streamsAboveTheLastOfAGoAwayWereNotLookedAt() {
        Recorder one = ask();
        Recorder two = ask();
        server.say(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(0));
        wire.exchange();

        assertThat(pool.edge().room()).isZero();
        assertThat(pool.said).contains("going away");
        assertThat(one.ended || two.ended).isFalse();
        answer(0, "one");
        answer(1, "two");
        assertThat(two.body).hasToString("two");
        assertThat(wire.isOpen()).isFalse();
        assertThat(pool.said).endsWith("closed");
    }

    @Test
    void aGoAwayRefusesWhatItDoesNotName() {
        Recorder seen = ask();
        Recorder unseen = new Recorder();
        server.say(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        pool.edge().open(unseen).head(get(), true); // crosses the GOAWAY on the wire
        wire.exchange();

        assertThat(unseen.aborted).isEqualTo(Http2Error.REFUSED_STREAM);
        assertThat(seen.ended).isFalse();
        answer(0, "one");
        assertThat(seen.body).hasToString("one");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void keepsToTheServersLimitOfStreams() {
        assertThat(pool.edge().room()).isEqualTo(3);
        ask();
        server.say(new DefaultHttp2SettingsFrame(new Http2Settings().maxConcurrentStreams(1)));
        wire.exchange();
        assertThat(pool.edge().room()).isZero();

        server.say(new DefaultHttp2SettingsFrame(new Http2Settings().initialWindowSize(70_000)));
        wire.exchange();
        assertThat(pool.edge().room()).isZero();
        answer(0, "x");

        assertThat(pool.edge().room()).isEqualTo(1);
    }

    @Test
    void takesItsOwnLimitForAServerThatHasNone() {
        FakeListener waiting = new FakeListener();
        try (H2Wire silent = H2Wire.silentServer(waiting)) {
            assertThat(silent.isOpen()).isTrue();
            assertThat(waiting.said).containsExactly("connected");
            assertThat(waiting.edge().room()).isEqualTo(H2Wire.MAX_STREAMS);
        }
    }

    static Stream<Consumer<Http2Headers>> malformed() {
        return Stream.of(
                head -> head.remove(":status"),
                head -> head.status("20"),
                head -> head.status("099"),
                head -> head.status("101"),
                head -> head.status("abc"),
                head -> head.path("/"),
                head -> head.set("connection", "close"),
                head -> head.set("transfer-encoding", "chunked"),
                head -> head.set("x", "a\r\nb: c"),
                head -> head.set("x", "a\0"),
                head -> head.set("X", "a"),
                head -> head.set("x y", "a"),
                head -> head.add("content-length", "1").add("content-length", "2"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoAnswerIsMalformedAndHurtsNoOther(Consumer<Http2Headers> change) {
        Recorder bad = ask();
        Recorder good = ask();
        Http2Headers head = head(200);
        change.accept(head);
        server.head(stream(0), head, false);
        wire.exchange();
        answer(1, "good");

        assertThat(bad.calls).containsExactly("lost MALFORMED");
        assertThat(good.body).hasToString("good");
        assertThat(server.heard).contains("3 reset PROTOCOL_ERROR");
        assertThat(pool.edge().idle()).isTrue();
    }

    @Test
    void aFinalStatusComesBeforeTheEnd() {
        Recorder response = ask();
        server.head(stream(0), head(103), true);
        wire.exchange();

        assertThat(response.calls).containsExactly("lost MALFORMED");
    }

    @Test
    void aHeadComesBeforeTheBody() {
        Recorder response = ask();
        server.say(
                new io.netty.handler.codec.http2.DefaultHttp2HeadersFrame(head(103), false)
                        .stream(stream(0)));
        server.data(stream(0), "abc", false);
        wire.exchange();

        assertThat(response.calls).containsExactly("head", "lost MALFORMED");
        assertThat(wire.heldWindow()).isZero();
    }

    @Test
    void aBodyShorterThanAnnouncedIsMalformed() {
        Recorder response = ask();
        server.head(stream(0), head(200).set("content-length", "5"), false);
        server.data(stream(0), "abc", true);
        wire.exchange();

        assertThat(response.calls).endsWith("lost MALFORMED");
        assertThat(wire.heldWindow()).isZero();
    }

    @Test
    void aHeadOverTheLimitHurtsNoOther() {
        Recorder big = ask();
        Recorder good = ask();
        server.head(stream(0), head(200).set("x", "a".repeat(1000)), false);
        wire.exchange();
        answer(1, "good");

        assertThat(big.lost).isEqualTo(ConnectionLoss.HEADERS_TOO_LARGE);
        assertThat(good.body).hasToString("good");
    }

    @Test
    void aRequestOverTheServersLimitIsNotSent() {
        Recorder response = new Recorder();
        pool.edge().open(response).head(get().set("x", "a".repeat(600)), true);
        wire.exchange();

        assertThat(response.aborted).isEqualTo(Http2Error.REFUSED_STREAM);
        assertThat(pool.edge().idle()).isTrue();
        assertThat(ask().ended).isFalse();
    }

    @Test
    void trailersOverTheServersLimitEndTheExchange() {
        Recorder response = new Recorder();
        MessageSink sink = upload(response);
        sink.trailers(new DefaultHttp2Headers().set("x", "a".repeat(600)));
        wire.exchange();

        assertThat(response.aborted).isEqualTo(Http2Error.INTERNAL_ERROR);
        assertThat(server.heard).endsWith("3 reset CANCEL");
        assertThat(pool.edge().idle()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken frame", "end of input", "close"})
    void noStreamSurvivesItsConnection(String end) {
        Recorder waiting = ask();
        Recorder answering = ask();
        Recorder uploading = new Recorder();
        MessageSink sink = upload(uploading);
        server.head(stream(1), head(200), false);
        wire.exchange();
        answer(2, "early");
        boolean broken = end.equals("broken frame");
        switch (end) {
            case "broken frame" ->
                    wire.edge.writeInbound(wire.buffer("\0\0\u0004\u0004\0\0\0\0\0abcd"));
            case "end of input" ->
                    wire.edge.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            default -> wire.edge.close().addListener(closed -> {});
        }

        ConnectionLoss loss = broken ? ConnectionLoss.MALFORMED : ConnectionLoss.CLOSED;
        assertThat(wire.isOpen()).isFalse();
        assertThat(waiting.calls).containsExactly("lost " + loss);
        assertThat(answering.calls).containsExactly("head", "lost " + loss);
        assertThat(uploading.calls).containsExactly("head", "last data early", "abort NO_ERROR");
        sink.data(wire.buffer("def"), true, written::incrementAndGet);
        assertThat(written).hasValue(2);
        assertThat(pool.said).endsWith("closed");
        assertThat(pool.edge().idle()).isTrue();
    }

    @Test
    void retiresWhenIdle() {
        Recorder response = ask();
        pool.edge().retire();
        assertThat(wire.isOpen()).isTrue();

        answer(0, "x");

        assertThat(response.body).hasToString("x");
        assertThat(wire.isOpen()).isFalse();
    }
}
