package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.exchange.ProxyFailure.TimedOut;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.RequestProblem;
import dev.fairlead.proxy.pool.ConnectFailure;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RescueTest {
    private static final InetSocketAddress V6 = new InetSocketAddress("2001:db8::1", 80);

    private final Rescue rescue = new Rescue(true);

    private static ProxyFailure unrouted(FailureReason reason) {
        return new ProxyFailure.Unrouted("books.default.svc.cluster.local:80", reason);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new ProxyFailure.Unreadable(RequestProblem.MALFORMED),
                        "bad-request",
                        "400",
                        "3"),
                Arguments.of(
                        new ProxyFailure.Unreadable(RequestProblem.HEADERS_TOO_LARGE),
                        "headers-too-large",
                        "431",
                        "8"),
                Arguments.of(
                        new ProxyFailure.Unreadable(RequestProblem.TARGET_TOO_LONG),
                        "target-too-long",
                        "414",
                        "3"),
                Arguments.of(
                        unrouted(FailureReason.UNKNOWN_SERVICE), "unknown-service", "503", "14"),
                Arguments.of(unrouted(FailureReason.NO_ENDPOINT), "no-endpoint", "504", "4"),
                Arguments.of(unrouted(FailureReason.FAIL_FAST), "fail-fast", "503", "14"),
                Arguments.of(unrouted(FailureReason.QUEUE_FULL), "queue-full", "503", "14"),
                Arguments.of(
                        unrouted(FailureReason.IN_FLIGHT_LIMIT), "in-flight-limit", "503", "14"),
                Arguments.of(
                        new ProxyFailure.NotConnected(Stage.ONE, ConnectFailure.REFUSED),
                        "connect-refused",
                        "502",
                        "14"),
                Arguments.of(
                        new ProxyFailure.NotConnected(Stage.ONE, ConnectFailure.TIMED_OUT),
                        "connect-timeout",
                        "504",
                        "14"),
                Arguments.of(
                        new ProxyFailure.NotConnected(Stage.ONE, ConnectFailure.FAILED),
                        "connect-failed",
                        "502",
                        "14"),
                Arguments.of(
                        new ProxyFailure.NotConnected(Stage.ONE, ConnectFailure.LOOP),
                        "loop",
                        "508",
                        "10"),
                Arguments.of(
                        new ProxyFailure.Lost(Stage.ONE, ConnectionLoss.CLOSED),
                        "connection-lost",
                        "502",
                        "14"),
                Arguments.of(
                        new ProxyFailure.Lost(Stage.ONE, ConnectionLoss.MALFORMED),
                        "bad-response",
                        "502",
                        "13"),
                Arguments.of(
                        new ProxyFailure.Lost(Stage.ONE, ConnectionLoss.HEADERS_TOO_LARGE),
                        "response-headers-too-large",
                        "502",
                        "13"),
                Arguments.of(
                        new ProxyFailure.Reset(Stage.ONE, Http2Error.CANCEL),
                        "stream-reset",
                        "502",
                        "14"),
                Arguments.of(timedOut(TimedOut.Clock.ROUTE), "route-timeout", "504", "4"),
                Arguments.of(timedOut(TimedOut.Clock.PER_TRY), "per-try-timeout", "504", "4"),
                Arguments.of(timedOut(TimedOut.Clock.GRPC), "grpc-timeout", "504", "4"),
                Arguments.of(timedOut(TimedOut.Clock.IDLE), "idle-timeout", "504", "4"));
    }

    private static ProxyFailure timedOut(TimedOut.Clock clock) {
        return new TimedOut("books.default.svc.cluster.local:80", clock, Duration.ofMillis(150));
    }

    @Test
    void everyReasonHasItsRow() {
        Set<String> rows = failures().map(row -> (String) row.get()[1]).collect(Collectors.toSet());

        assertThat(EnumSet.allOf(FailureReason.class))
                .extracting(FailureReason::label)
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("failures")
    void httpAnswerIsAStatusAndItsReason(
            ProxyFailure failure, String reason, String status, String grpcStatus) {
        Http2Headers head = rescue.answer(failure, false);

        assertThat(head)
                .extracting(field -> field.getKey() + "=" + field.getValue())
                .containsExactlyInAnyOrder(
                        ":status=" + status,
                        "content-length=0",
                        "connection=close",
                        "l5d-proxy-error=" + failure.message(),
                        "l5d-proxy-reason=" + reason,
                        "l5d-proxy-connection=close");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("failures")
    void grpcAnswerIsTrailersOnly(
            ProxyFailure failure, String reason, String status, String grpcStatus) {
        Http2Headers head = rescue.answer(failure, true);

        assertThat(head.status()).hasToString("200");
        assertThat(head.get("content-type")).hasToString("application/grpc");
        assertThat(head.get("content-length")).hasToString("0");
        assertThat(head.get("grpc-status")).hasToString(grpcStatus);
        assertThat(head.get("grpc-message")).hasToString(failure.message());
        assertThat(head.get("l5d-proxy-error")).hasToString(failure.message());
        assertThat(head.get("l5d-proxy-reason")).hasToString(reason);
    }

    @Test
    void withoutInformationalFieldsOnlyTheStatusIsTold() {
        Http2Headers http = new Rescue(false).answer(unrouted(FailureReason.FAIL_FAST), false);
        Http2Headers grpc = new Rescue(false).answer(unrouted(FailureReason.FAIL_FAST), true);

        assertThat(http.names())
                .extracting(CharSequence::toString)
                .containsExactlyInAnyOrder(":status", "content-length", "connection");
        assertThat(grpc.names())
                .extracting(CharSequence::toString)
                .containsExactlyInAnyOrder(
                        ":status", "content-type", "content-length", "grpc-status", "connection");
    }

    @Test
    void endpointsAreNamedAsInRfc5952() {
        ProxyFailure failure = new ProxyFailure.NotConnected(V6, ConnectFailure.REFUSED);

        assertThat(failure.message()).isEqualTo("endpoint [2001:db8::1]:80: connection refused");
    }

    @Test
    void unknownServiceIsNotRepeatedToWhoeverAskedForIt() {
        Stage stage = new Stage(Direction.OUTBOUND);
        RecordingClient client = new RecordingClient();
        stage.open(client).head(Stage.request("GET", "/a").authority("secret.example.com"), true);

        stage.advance(Stage.PATIENCE);

        assertThat(client.events).containsExactly("head 503 last");
        assertThat(client.field("l5d-proxy-error")).isEqualTo("no such service");
    }
}
