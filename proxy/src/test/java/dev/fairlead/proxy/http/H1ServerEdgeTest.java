package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class H1ServerEdgeTest {
    private static final String GET = "GET /a HTTP/1.1|Host: h||";

    private final FakeExchanges exchanges = new FakeExchanges();
    private final H1Wire wire = H1Wire.server(exchanges);

    @AfterEach
    void nothingIsLeftInMemory() {
        wire.close();
    }

    private void answer(int index, String text) {
        exchanges.response(index).head(head(200).set("content-length", "" + text.length()), false);
        exchanges.response(index).data(wire.buffer(text), true, () -> {});
    }

    @Test
    void raisesARequest() {
        wire.receive("GET /a?b=c HTTP/1.1|Host: h:1|X-Y: z||");

        Recorder request = exchanges.request(0);
        assertThat(request.calls).containsExactly("last head");
        assertThat(request.head().method()).hasToString("GET");
        assertThat(request.head().path()).hasToString("/a?b=c");
        assertThat(request.head().authority()).hasToString("h:1");
        assertThat(request.head().scheme()).hasToString("http");
        assertThat(request.field("x-y")).isEqualTo("z");
        assertThat(request.field("host")).isEmpty();
    }

    @Test
    void keepsTheConnectionForTheNextRequest() {
        wire.receive(GET);
        answer(0, "one");
        wire.receive(GET);
        answer(1, "two");

        assertThat(wire.sent())
                .isEqualTo(
                        "HTTP/1.1 200 OK|content-length: 3||one"
                                + "HTTP/1.1 200 OK|content-length: 3||two");
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() {
        wire.receive(GET + GET.replace("/a", "/b") + GET.replace("/a", "/c"));
        assertThat(exchanges.opened).hasSize(1);

        answer(0, "1");
        assertThat(exchanges.opened).hasSize(2);
        answer(1, "2");
        answer(2, "3");

        assertThat(exchanges.request(2).head().path()).hasToString("/c");
        assertThat(wire.sent()).containsSubsequence("||1", "||2", "||3");
    }

    @Test
    void answersManyPipelinedRequestsWithoutRecursion() {
        exchanges.atOnce = response -> response.head(head(204), true);

        wire.receive(GET.repeat(2000));

        assertThat(exchanges.opened).hasSize(2000);
        assertThat(wire.sent()).isEqualTo("HTTP/1.1 204 No Content||".repeat(2000));
    }

    @Test
    void readsNothingMoreWhileAPipelinedRequestWaits() {
        wire.receive(GET);
        assertThat(wire.askedForMore()).isTrue();

        wire.receive(GET);

        assertThat(wire.askedForMore()).isFalse();
        answer(0, "");
        answer(1, "");
        assertThat(wire.askedForMore()).isTrue();
    }

    @Test
    void noticesAClientThatLeavesWhileItsAnswerIsAwaited() {
        wire.receive(GET);
        assertThat(wire.askedForMore()).isTrue();

        wire.leave();

        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
    }

    @Test
    void readsABodyOnlyAsFastAsItIsWritten() {
        exchanges.slow = true;
        wire.receive("POST / HTTP/1.1|Host: h|Content-Length: 6||");
        wire.askedForMore();

        wire.receive("abc");
        assertThat(wire.askedForMore()).isFalse();
        exchanges.request(0).letGoOn();

        assertThat(wire.askedForMore()).isTrue();
        wire.receive("def");
        exchanges.request(0).letGoOn();
        assertThat(exchanges.request(0).calls).containsExactly("head", "data abc", "last data def");
    }

    @Test
    void passesAChunkedBodyWithTrailers() {
        wire.receive(
                "POST / HTTP/1.1|Host: h|Transfer-Encoding: chunked|Trailer: x||"
                        + "3;ext=1|abc|0|X: y|Connection: z||");

        Recorder request = exchanges.request(0);
        assertThat(request.calls).containsExactly("head", "data abc", "trailers");
        assertThat(request.field("transfer-encoding")).isEmpty();
        assertThat(request.trailers).isEqualTo(new DefaultHttp2Headers().set("x", "y"));
    }

    @Test
    void closesAfterAnHttp10Request() {
        wire.receive("GET / HTTP/1.0||");
        answer(0, "x");

        assertThat(exchanges.request(0).head().authority()).isNull();
        assertThat(wire.sent()).isEqualTo("HTTP/1.0 200 OK|content-length: 1|connection: close||x");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void keepsAnHttp10ConnectionThatAsksForIt() {
        wire.receive("GET / HTTP/1.0|Connection: keep-alive||");
        answer(0, "x");

        assertThat(wire.sent()).contains("|connection: keep-alive|");
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void closesAfterARequestThatAsksForIt() {
        wire.receive("GET / HTTP/1.1|Host: h|Connection: close||");
        answer(0, "x");

        assertThat(wire.sent()).contains("|connection: close|");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void passesInformationalAnswersOn() {
        wire.receive("POST / HTTP/1.1|Host: h|Expect: 100-continue|" + "Content-Length: 2||");
        exchanges.response(0).head(head(100), false);
        exchanges.response(0).head(head(103).set("link", "</a>"), false);
        wire.receive("hi");
        answer(0, "");

        assertThat(exchanges.request(0).field("expect")).isEqualTo("100-continue");
        assertThat(wire.sent())
                .isEqualTo(
                        "HTTP/1.1 100 Continue||"
                                + "HTTP/1.1 103 Early Hints|link: </a>||"
                                + "HTTP/1.1 200 OK|content-length: 0||");
    }

    @Test
    void keepsInformationalAnswersFromHttp10Clients() {
        wire.receive("GET / HTTP/1.0||");

        exchanges.response(0).head(head(103), false);

        assertThat(wire.sent()).isEmpty();
    }

    @Test
    void informationalAnswersDoNotShiftTheOrderOfMethods() {
        wire.receive(GET + "HEAD / HTTP/1.1|Host: h||");
        exchanges.response(0).head(head(103), false);
        answer(0, "body");
        exchanges.response(1).head(head(200).set("content-length", "4"), true);

        assertThat(wire.sent()).contains("||body").endsWith("content-length: 4||");
    }

    @Test
    void removesFieldsOfTheConnectionBothWays() {
        wire.receive(
                "GET / HTTP/1.1|Host: h|Connection: X-Hop, keep-alive, Host|X-Hop: 1|"
                        + "Keep-Alive: 5|Proxy-Connection: close|TE: gzip, trailers||");
        exchanges
                .response(0)
                .head(
                        head(200)
                                .set("connection", "keep-alive")
                                .set("keep-alive", "5")
                                .set("proxy-connection", "x")
                                .set("content-length", "0"),
                        true);

        Http2Headers head = exchanges.request(0).head();
        assertThat(head.names())
                .map(CharSequence::toString)
                .containsExactlyInAnyOrder(":method", ":path", ":scheme", ":authority", "te");
        assertThat(exchanges.request(0).field("te")).isEqualTo("trailers");
        assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK|content-length: 0||");
    }

    @Test
    void keepsAnEmptyHost() {
        wire.receive("GET / HTTP/1.1|Host:||");

        assertThat(exchanges.request(0).head().authority()).isNull();
        assertThat(exchanges.request(0).head().contains("host", "")).isTrue();
    }

    @Test
    void keepsAHostThatDiffersFromTheAbsoluteTarget() {
        wire.receive("GET http://one/a?b HTTP/1.1|Host: two||");

        Recorder request = exchanges.request(0);
        assertThat(request.head().authority()).hasToString("one");
        assertThat(request.head().path()).hasToString("/a?b");
        assertThat(request.field("host")).isEqualTo("two");
        assertThat(((Http1Head) request.head()).absoluteTarget()).hasValue("http://one/a?b");
    }

    @Test
    void anAnswerBeforeTheEndOfTheRequestKeepsReadingIt() {
        wire.receive("POST / HTTP/1.1|Host: h|Content-Length: 6||abc");
        answer(0, "early");
        assertThat(wire.isOpen()).isTrue();

        wire.receive("def" + GET);

        assertThat(exchanges.request(0).calls).containsExactly("head", "data abc", "last data def");
        assertThat(exchanges.opened).hasSize(2);
    }

    @Test
    void anEarlyLastAnswerCallsTheRequestOffAndCloses() {
        wire.receive("POST / HTTP/1.1|Host: h|Connection: close|Content-Length: 6||abc");
        answer(0, "early");

        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.NO_ERROR);
        assertThat(wire.sent()).endsWith("early");
        assertThat(wire.isOpen()).isTrue();

        wire.receive("def" + GET);
        wire.channel.advanceTimeBy(2, TimeUnit.SECONDS);
        assertThat(wire.isOpen()).isFalse();
        assertThat(exchanges.opened).hasSize(1);
    }

    @Test
    void aRequestWhoseRestIsNotWantedIsReadNoFurther() {
        wire.receive("POST / HTTP/1.1|Host: h|Content-Length: 6||abc");
        answer(0, "early");

        exchanges.response(0).abort(Http2Error.NO_ERROR);

        wire.receive("def");
        assertThat(exchanges.request(0).body).hasToString("abc");
        wire.receiveEnd();
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void answersAClientThatHasEndedItsSide() {
        wire.receive(GET);
        wire.receiveEnd();
        assertThat(wire.isOpen()).isTrue();

        answer(0, "x");

        assertThat(wire.sent()).contains("|connection: close|").endsWith("x");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void answersAllPipelinedRequestsOfAClientThatHasEndedItsSide() {
        wire.receive(GET + GET);
        wire.receiveEnd();
        answer(0, "1");
        answer(1, "2");

        assertThat(wire.sent())
                .isEqualTo(
                        "HTTP/1.1 200 OK|content-length: 1||1"
                                + "HTTP/1.1 200 OK|content-length: 1|connection: close||"
                                + "2");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void closesWhenOnlyHalfARequestFollowsTheEnd() {
        wire.receive(GET + "GET /half");
        wire.receiveEnd();

        answer(0, "1");

        assertThat(wire.sent()).endsWith("||1");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aRequestCutShortIsCalledOff() {
        wire.receive("POST / HTTP/1.1|Host: h|Content-Length: 6||abc");

        wire.receiveEnd();

        assertThat(exchanges.request(0).aborted).isEqualTo(Http2Error.CANCEL);
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void drainClosesAnIdleConnection() {
        wire.receive(GET);
        answer(0, "x");

        wire.channel.pipeline().fireUserEventTriggered(Drain.INSTANCE);

        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void drainLetsTheRequestUnderWayFinishAndNoOtherBegin() {
        wire.receive(GET + GET);
        wire.channel.pipeline().fireUserEventTriggered(Drain.INSTANCE);
        answer(0, "x");

        assertThat(wire.sent()).contains("|connection: close|").endsWith("x");
        assertThat(exchanges.opened).hasSize(1);
        wire.receiveEnd();
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void closesAConnectionWhoseHeadDoesNotComeToItsEnd() {
        wire.receive("GET / HTTP/1.1|Host: h|");
        wire.channel.advanceTimeBy(H1Wire.HEAD_TIMEOUT.toSeconds() - 1, TimeUnit.SECONDS);
        wire.receive("X: y|");
        assertThat(wire.isOpen()).isTrue();

        wire.channel.advanceTimeBy(1, TimeUnit.SECONDS);

        assertThat(wire.isOpen()).isFalse();
        assertThat(exchanges.opened).isEmpty();
    }

    @Test
    void neitherIdleConnectionsNorSlowAnswersAreTimed() {
        wire.receive("GET / HTTP/1.1|");
        wire.receive("Host: h||");
        wire.channel.advanceTimeBy(1, TimeUnit.HOURS);
        answer(0, "x");
        wire.channel.advanceTimeBy(1, TimeUnit.HOURS);

        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void runsWrittenOnceForEveryBufferAlsoOfABrokenConnection() {
        wire.receive(GET);
        AtomicInteger written = new AtomicInteger();
        exchanges.response(0).head(head(200), false);
        exchanges.response(0).data(wire.buffer("a"), false, written::incrementAndGet);
        wire.leave();
        exchanges.response(0).data(wire.buffer("b"), false, written::incrementAndGet);
        exchanges.response(0).data(wire.buffer("c"), true, written::incrementAndGet);

        wire.channel.runPendingTasks();
        assertThat(written).hasValue(3);
    }
}
