package dev.fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that run out, at real servers: who hears what, and what is not cut. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class TimeoutIT {
    private static final String SERVICE = Outbound.service("slow");
    private static final String PAIR = Outbound.service("slow-pair");
    private static final String IDLE = Outbound.service("idle");
    private static final String TUNNELS = Outbound.service("tunnels");
    private static final String SWITCHED =
            String.join(
                    "\r\n",
                    "HTTP/1.1 101 Switching Protocols",
                    "Connection: upgrade",
                    "Upgrade: echo",
                    "",
                    "");
    private static final double PAST_TIMEOUT_SECONDS = 0.6;

    @TempDir static Path folder;
    @TempDir static Path idleFolder;

    private static final RudeServer SERVER = new RudeServer(new Ledger());
    private static final RudeServer SILENT = new RudeServer(new Ledger());
    private static FaultServer tunnels;
    private static Sidecar sidecar;
    private static Sidecar idleSidecar;

    @BeforeAll
    static void start() throws IOException {
        SILENT.otherwise(Choice.always(Conduct.isSilent()));
        tunnels = new FaultServer(TimeoutIT::echo);
        sidecar =
                new Outbound(folder)
                        .knows(slow(), SERVER.port())
                        .knows(pair(), SILENT.port(), SERVER.port())
                        .knows(
                                ProfileFile.of(TUNNELS)
                                        .route("all", "GET", "/.*")
                                        .with("timeout", "300ms")
                                        .route("connect", "CONNECT", ".*")
                                        .with("timeout", "300ms"),
                                "http1",
                                tunnels.port())
                        .expecting("request failed")
                        .start();
    }

    @BeforeAll
    static void startWithIdleClock() {
        idleSidecar =
                new Outbound(idleFolder)
                        .knows(ProfileFile.of(IDLE).route("all", "GET", "/.*"), SERVER.port())
                        .with("FAIRLEAD_OUTBOUND_STREAM_IDLE_TIMEOUT", "300ms")
                        .expecting("request failed")
                        .start();
    }

    private static ProfileFile slow() {
        return ProfileFile.of(SERVICE)
                .route("short-http1", "GET", "/short-http1")
                .with("timeout", "300ms")
                .route("short-http2", "GET", "/short-http2")
                .with("timeout", "300ms")
                .route("short", "POST", "/short/.*")
                .with("timeout", "300ms")
                .route("trickle", "GET", "/trickle")
                .with("timeout", "300ms")
                .route("try", "GET", "/try")
                .with("perTryTimeout", "300ms")
                .route("later", "GET", "/later/.*")
                .with("timeout", "2s")
                .with("isRetryable", true)
                .with("retryBackoff", "{min: 10s, max: 20s}")
                .route("long", "POST", "/long/.*")
                .with("timeout", "20s")
                .budget(1, 1000, "10s");
    }

    private static ProfileFile pair() {
        return ProfileFile.of(PAIR)
                .route("try", "GET", "/.*")
                .with("isRetryable", true)
                .with("timeout", "20s")
                .with("perTryTimeout", "200ms")
                .budget(1, 1000, "10s");
    }

    /** Opens a tunnel as it was asked to, and sends back what comes. */
    private static void echo(Socket socket) throws IOException {
        byte[] buffer = new byte[4096];
        int read = socket.getInputStream().read(buffer);
        String head = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
        boolean upgrade = head.toLowerCase(Locale.ROOT).contains("upgrade: echo");
        String answer = upgrade ? SWITCHED : "HTTP/1.1 200 OK\r\n\r\n";
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        for (read = 0; read >= 0; read = socket.getInputStream().read(buffer)) {
            socket.getOutputStream().write(buffer, 0, read);
        }
    }

    @AfterAll
    static void end() {
        try (SERVER;
                SILENT;
                FaultServer all = tunnels) {
            assertThat(all.port()).isPositive();
            idleSidecar.close();
            sidecar.close();
        }
    }

    private static Reply call(Wire wire, Question question) {
        try (Caller client = wire.caller(sidecar.outbound())) {
            return client.call(question);
        }
    }

    @ParameterizedTest
    @EnumSource
    void routeTimeoutIs504AndCountedAsTimeout(Wire wire) {
        String path = "/short-" + wire.label();
        SERVER.on(path, Conduct.isSilent());
        Question question = Question.get(SERVICE, path);

        Reply reply = call(wire, question);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.reason()).isEqualTo("route-timeout");
        assertThat(reply.header("l5d-proxy-error")).contains("HTTP response timeout after 300ms");
        String route = "short-" + wire.label();
        Counts counts = sidecar.counts();
        assertThat(
                        counts.sum(
                                "route_response_total",
                                "rt_route",
                                route,
                                "classification",
                                "failure",
                                "error",
                                "timeout",
                                "status_code",
                                ""))
                .isEqualTo(1);
        assertThat(counts.sum("route_response_total", "rt_route", route)).isEqualTo(1);
        assertThat(counts.sum("route_actual_request_total", "rt_route", route)).isEqualTo(1);
        assertThat(counts.sum("proxy_error_total", "reason", "route-timeout")).isPositive();
        awaitBrokenOff(question, wire);
    }

    /** HTTP/2 has a word for it, HTTP/1 only the end of the connection. */
    private static void awaitBrokenOff(Question question, Wire wire) {
        Await.until(
                "the server hears of it",
                () -> SERVER.ledger().brokenOff(question.id()),
                ends -> ends.equals(List.of(wire == Wire.HTTP_2 ? "CANCEL" : "closed")));
    }

    @Test
    void timeoutOfGrpcIsStatus4() {
        SERVER.on("/short/call", Conduct.isSilent());

        Reply reply = call(Wire.HTTP_2, Question.grpc(SERVICE, "/short/call", Body.of(10)));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("grpc-status")).isEqualTo("4");
        assertThat(reply.reason()).isEqualTo("route-timeout");
    }

    @Test
    void smallerTimeoutOfClientRules() {
        SERVER.on("/long/silent", Conduct.isSilent());
        Question question =
                Question.grpc(SERVICE, "/long/silent", Body.of(10)).with("grpc-timeout", "200m");

        Reply reply = call(Wire.HTTP_2, question);

        assertThat(reply.header("grpc-status")).isEqualTo("4");
        assertThat(reply.reason()).isEqualTo("grpc-timeout");
        awaitBrokenOff(question, Wire.HTTP_2);
    }

    /** In microseconds; the route allows 20 s. */
    @ParameterizedTest
    @CsvSource({"10S, 10000000", "500m, 500000", "1H, 20000000", "30S, 20000000"})
    void serverIsToldWhatIsLeft(String told, long mostMicros) {
        SERVER.on("/long/told", GrpcConduct.inHead(0));
        Question question =
                Question.grpc(SERVICE, "/long/told", Body.of(10)).with("grpc-timeout", told);

        assertThat(call(Wire.HTTP_2, question).grpcStatus()).isEqualTo("0");

        Map<String, String> head = SERVER.ledger().heads(question.id()).getFirst();
        assertThat(micros(head.getOrDefault("grpc-timeout", ""))).isBetween(1L, mostMicros);
    }

    private static long micros(String timeout) {
        long value = Long.parseLong(timeout.substring(0, timeout.length() - 1));
        TimeUnit unit =
                switch (timeout.charAt(timeout.length() - 1)) {
                    case 'H' -> TimeUnit.HOURS;
                    case 'M' -> TimeUnit.MINUTES;
                    case 'S' -> TimeUnit.SECONDS;
                    case 'm' -> TimeUnit.MILLISECONDS;
                    case 'u' -> TimeUnit.MICROSECONDS;
                    case 'n' -> TimeUnit.NANOSECONDS;
                    default -> throw new AssertionError(timeout);
                };
        return unit.toMicros(value);
    }

    @ParameterizedTest
    @EnumSource
    void perTryTimeoutIs504WhereNothingIsRetried(Wire wire) {
        SERVER.on("/try", Conduct.isSilent());
        Question question = Question.get(SERVICE, "/try");

        Reply reply = call(wire, question);

        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.reason()).isEqualTo("per-try-timeout");
        awaitBrokenOff(question, wire);
    }

    @ParameterizedTest
    @EnumSource
    void attemptThatTakesTooLongIsRetriedElsewhere(Wire wire) {
        SERVER.on("/pair", Conduct.succeeds());
        try (Caller client = wire.caller(sidecar.outbound())) {
            for (int i = 0; i < 5; i++) {
                Question question = Question.get(PAIR, "/pair");

                assertThat(client.call(question).text()).isEqualTo("done");
                assertThat(SERVER.ledger().times(question.id())).isEqualTo(1);
            }
        }
        assertThat(SILENT.ledger().requests()).as("some were asked there first").isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void slowBodyIsNotCut(Wire wire) {
        SERVER.on("/trickle", Conduct.trickles(30, 25));

        Reply reply = call(wire, Question.get(SERVICE, "/trickle"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().bytes()).isEqualTo(30);
    }

    @Test
    void streamOfGrpcIsNotCut() {
        SERVER.on("/short/stream", GrpcConduct.streams(30, 25));

        Reply reply = call(Wire.HTTP_2, Question.grpc(SERVICE, "/short/stream", Body.of(10)));

        assertThat(reply.body().bytes()).isEqualTo(300);
        assertThat(reply.grpcStatus()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: %1$s\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n",
                "CONNECT %1$s:80 HTTP/1.1\r\nHost: %1$s:80\r\n\r\n"
            })
    void tunnelIsNotCut(String request) throws IOException {
        try (Http1Connection client = new Http1Connection(sidecar.outbound())) {
            client.send(request.formatted(TUNNELS));
            String head = readHead(client);
            assertThat(head).matches("(?s)HTTP/1.1 (101|200) .*");

            sidecar.awaitSeconds(PAST_TIMEOUT_SECONDS);
            client.send("still there");

            byte[] echoed = client.socket().getInputStream().readNBytes("still there".length());
            assertThat(new String(echoed, StandardCharsets.ISO_8859_1)).isEqualTo("still there");
        }
    }

    private static String readHead(Http1Connection client) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) client.socket().getInputStream().read());
        }
        return head.toString();
    }

    /** Bytes in either direction keep it alive, silence ends it. */
    @ParameterizedTest
    @EnumSource
    void silenceBehindHeadIsCutByTheIdleClock(Wire wire) {
        SERVER.on("/idle", Conduct.stopsWithinBody());
        Question question = Question.get(IDLE, "/idle");

        try (Caller client = wire.caller(idleSidecar.outbound())) {
            assertThat(client.start(question).ending()).isInstanceOf(Ending.Broken.class);
        }
        awaitBrokenOff(question, wire);
        idleSidecar.awaitCounts(
                "an idle-timeout",
                counts -> counts.sum("proxy_error_total", "reason", "idle-timeout") > 0);
    }

    @ParameterizedTest
    @EnumSource
    void slowBodyIsNotIdle(Wire wire) {
        SERVER.on("/busy", Conduct.trickles(30, 25));

        try (Caller client = wire.caller(idleSidecar.outbound())) {
            assertThat(client.call(Question.get(IDLE, "/busy")).body().bytes()).isEqualTo(30);
        }
    }

    /** The head never ends, or the body is never taken: only a clock can tell. */
    @ParameterizedTest
    @CsvSource({"HTTP_1, head", "HTTP_1, body", "HTTP_2, body"})
    void serverThatHangsIsGivenUp(Wire wire, String what) {
        SERVER.on(
                "/short/hangs",
                what.equals("head") ? Conduct.stopsWithinHead() : Conduct.starves());
        Question question = Question.post(SERVICE, "/short/hangs", Body.of(1 << 20));

        try (Caller client = wire.caller(sidecar.outbound())) {
            switch (client.start(question).ending()) {
                case Ending.Answered(Reply reply) -> {
                    assertThat(reply.status()).isEqualTo(504);
                    assertThat(reply.reason()).isEqualTo("route-timeout");
                }
                case Ending other -> throw new AssertionError(other);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endlessAnswerEndsWhenItsClientLeaves(Wire wire) {
        SERVER.on("/endless", Conduct.neverEnds());
        Question question = Question.get(SERVICE, "/endless");

        try (Caller client = wire.caller(sidecar.outbound())) {
            Call call = client.start(question);
            assertThat(call.head().status()).isEqualTo(200);
            client.cancel(call);

            awaitBrokenOff(question, wire);
        }
    }

    /** The server asks for more patience than the route has. */
    @ParameterizedTest
    @EnumSource
    void retryIsNotStartedWhereServerAsksForMoreTimeThanThereIs(Wire wire) {
        Conduct busy = Conduct.answers(503, Map.of("retry-after", "5"), "busy");
        SERVER.on("/later/asked", Choice.first(busy, Conduct.succeeds()));
        Question question = Question.get(SERVICE, "/later/asked");

        assertThat(call(wire, question).text()).isEqualTo("busy");
        assertThat(SERVER.ledger().times(question.id())).isEqualTo(1);
    }

    /** The first retry is sent at once, the second would wait for ten seconds. */
    @ParameterizedTest
    @EnumSource
    void retryIsNotStartedWhereBackoffIsLongerThanTheTimeLeft(Wire wire) {
        SERVER.on("/later/backoff", Conduct.answers(503, "busy"));
        Question question = Question.get(SERVICE, "/later/backoff");

        assertThat(call(wire, question).text()).isEqualTo("busy");
        assertThat(SERVER.ledger().times(question.id())).isEqualTo(2);
    }
}
