package dev.fairlead.proxy.http;

import static dev.fairlead.proxy.http.FakeExchanges.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections of HTTP/1 clients that turn into tunnels. */
class H1TunnelTest {
    private static final String UPGRADE =
            "GET /chat HTTP/1.1|Host: h|Connection: Upgrade|Upgrade: chat||";
    private static final String CONNECT = "CONNECT h:1 HTTP/1.1|Host: h:1||";

    private final FakeExchanges exchanges = new FakeExchanges();
    private final H1Wire wire = H1Wire.server(exchanges);

    @AfterEach
    void nothingIsLeftInMemory() {
        wire.close();
    }

    private void switchProtocols() {
        exchanges.response(0).head(head(101).set("upgrade", "chat"), false);
    }

    private Recorder request() {
        return exchanges.request(0);
    }

    @Test
    void aSwitchOpensATunnel() {
        wire.receive(UPGRADE);
        switchProtocols();
        wire.receive("from client");
        exchanges.response(0).data(wire.buffer("from server"), false, () -> {});

        assertThat(((Http1Head) request().head()).upgrade()).hasValue("chat");
        assertThat(request().calls).containsExactly("head", "data from client");
        assertThat(wire.sent())
                .isEqualTo(
                        "HTTP/1.1 101 Switching Protocols|connection: upgrade|upgrade: chat||"
                                + "from server");
    }

    @Test
    void bytesThatFollowTheRequestAtOnceGoThroughTheTunnel() {
        wire.receive(UPGRADE + "GET early");
        assertThat(request().calls).containsExactly("head");

        switchProtocols();

        wire.receive(" late");
        assertThat(request().body).hasToString("GET early late");
    }

    @Test
    void bytesThatFollowGoThroughTheTunnelThatOpensAtOnce() {
        exchanges.atOnce = response -> response.head(head(200), false);

        wire.receive(CONNECT + "GET early");

        assertThat(request().calls).containsExactly("head", "data GET early");
        assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK||");
    }

    @Test
    void aRefusedSwitchLeavesTheNextRequestWhole() {
        wire.receive(UPGRADE + "GET /next HTTP/1.1|Host: h||");
        exchanges.response(0).head(head(404), true);

        assertThat(request().calls).containsExactly("head", "last data ");
        assertThat(exchanges.request(1).head().path()).hasToString("/next");
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void anAnswerToConnectHasNoLength() {
        wire.receive(CONNECT);
        exchanges.response(0).head(head(200).set("content-length", "0"), false);
        wire.receive("bytes");

        assertThat(request().head().authority()).hasToString("h:1");
        assertThat(request().head().path()).isNull();
        assertThat(wire.sent()).isEqualTo("HTTP/1.1 200 OK||");
        assertThat(request().body).hasToString("bytes");
    }

    @Test
    void bytesWaitForTheirWayOn() {
        exchanges.slow = true;
        wire.receive(CONNECT);
        exchanges.response(0).head(head(200), false);
        wire.askedForMore();

        wire.receive("a");
        assertThat(wire.askedForMore()).isFalse();
        request().letGoOn();

        assertThat(wire.askedForMore()).isTrue();
    }

    @Test
    void theEndOfTheServersSideLeavesTheClientsOpen() {
        wire.receive(CONNECT);
        exchanges.response(0).head(head(200), false);
        exchanges.response(0).data(Unpooled.EMPTY_BUFFER, true, () -> {});

        wire.receive("still");
        assertThat(request().body).hasToString("still");
        assertThat(wire.isOpen()).isTrue();
        wire.receiveEnd();

        assertThat(request().calls).endsWith("last data ");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void theEndOfTheClientsSideLeavesTheServersOpen() {
        wire.receive(CONNECT);
        exchanges.response(0).head(head(200), false);
        wire.receiveEnd();

        assertThat(request().calls).endsWith("last data ");
        assertThat(wire.isOpen()).isTrue();
        exchanges.response(0).data(wire.buffer("rest"), true, () -> {});

        assertThat(wire.sent()).endsWith("||rest");
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aClientThatEndsItsSideBeforeTheAnswerIsAnsweredStill() {
        wire.receive(UPGRADE + "last words");
        wire.receiveEnd();
        switchProtocols();

        assertThat(request().calls).containsExactly("head", "data last words", "last data ");
        assertThat(wire.isOpen()).isTrue();
    }

    @Test
    void aTunnelWhoseServerIsGoneCloses() {
        wire.receive(CONNECT);
        exchanges.response(0).head(head(200), false);
        exchanges.response(0).data(Unpooled.EMPTY_BUFFER, true, () -> {});

        exchanges.response(0).abort(Http2Error.NO_ERROR);

        wire.receiveEnd();
        assertThat(wire.isOpen()).isFalse();
    }

    @Test
    void aClientThatLeavesIsReported() {
        wire.receive(CONNECT);
        exchanges.response(0).head(head(200), false);

        wire.leave();

        assertThat(request().aborted).isEqualTo(Http2Error.CANCEL);
    }

    @Test
    void neverOffersHttp2InATunnel() {
        wire.receive(
                "GET / HTTP/1.1|Host: h|Connection: Upgrade, HTTP2-Settings|Upgrade: h2c|"
                        + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA||");

        assertThat(request().calls).containsExactly("last head");
        assertThat(((Http1Head) request().head()).upgrade()).isEmpty();
        assertThat(request().field("http2-settings")).isEmpty();
    }

    @Test
    void dropsHttp2FromAListOfProtocols() {
        wire.receive("GET / HTTP/1.1|Host: h|Connection: Upgrade|Upgrade: H2C, chat||");

        assertThat(((Http1Head) request().head()).upgrade()).hasValue("chat");
    }
}
