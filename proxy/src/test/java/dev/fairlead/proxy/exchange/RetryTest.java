package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.discovery.Endpoint;
import dev.fairlead.metrics.Direction;
import dev.fairlead.proxy.http.ConnectionLoss;
import dev.fairlead.proxy.http.MessageSink;
import dev.fairlead.proxy.pool.ConnectFailure;
import dev.fairlead.proxy.pool.FakeCall;
import dev.fairlead.proxy.pool.FakeConnector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent again, where to and when; how it counts. No socket, and a clock set by hand. */
class RetryTest {
    private static final Duration BACKOFF_MAX = Duration.ofMillis(250);

    private final Stage stage = new Stage(Direction.OUTBOUND);
    private final RecordingClient client = new RecordingClient();
    private final List<String> written = new ArrayList<>();

    @BeforeEach
    void oneEndpointBehindARetryableRoute() {
        stage.route("isRetryable: true");
        stage.endpoints(Endpoint.of(Stage.ONE));
    }

    private RecordingClient get() {
        return stage.get("/a");
    }

    /**
     * The last request that reached an endpoint of the first address, connecting first if needed.
     */
    private FakeCall call() {
        return stage.one().carried();
    }

    private MessageSink post(Http2Headers head) {
        MessageSink request = stage.open(client);
        request.head(head, false);
        return request;
    }

    private void send(MessageSink request, String text, boolean last) {
        ByteBuf data = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        request.data(data, last, () -> written.add(text));
    }

    private double fate(String outcome) {
        return stage.page().sum("route_retry_total", "outcome=\"" + outcome + "\"");
    }

    private double retryable(String... labels) {
        return stage.page().sum("route_retryable_total", labels);
    }

    private static Http2Headers answer(int status) {
        return new DefaultHttp2Headers().status(Integer.toString(status));
    }

    @Test
    void failedResponseIsReplacedByThatOfTheNextAttempt() {
        RecordingClient asking = get();

        call().answer(503, true);
        call().answer(200, true);

        assertThat(asking.events).containsExactly("head 200 last");
        assertThat(stage.one().calls()).isEqualTo(2);
        assertThat(fate("retried_ok")).isEqualTo(1);
        assertThat(retryable()).isEqualTo(1);
        Page page = stage.page();
        assertThat(page.sum("route_request_total")).isEqualTo(1);
        assertThat(page.sum("route_response_total", "classification=\"success\"")).isEqualTo(1);
        assertThat(page.sum("route_response_total", "classification=\"failure\"")).isZero();
        assertThat(page.sum("route_actual_request_total")).isEqualTo(2);
        assertThat(page.sum("route_actual_response_total", "classification=\"failure\""))
                .isEqualTo(1);
        assertThat(page.sum("route_actual_response_total", "classification=\"success\""))
                .isEqualTo(1);
    }

    @Test
    void routeThatIsNotRetryableIsSentOnce() {
        stage.route("isRetryable: false");
        RecordingClient asking = get();

        call().answer(503, true);

        assertThat(asking.events).containsExactly("head 503 last");
        assertThat(stage.one().calls()).isEqualTo(1);
        assertThat(fate("skipped_not_retryable")).isEqualTo(1);
        assertThat(retryable()).isZero();
    }

    @Test
    void earlierResponseClassThatIsASuccessIsNotRetried() {
        stage.route(
                """
                isRetryable: true
                responseClasses:
                - condition: {status: {min: 533, max: 533}}
                  isFailure: false
                - condition: {status: {min: 500, max: 599}}
                  isFailure: true
                """);
        RecordingClient asking = get();

        call().answer(533, true);

        assertThat(asking.events).containsExactly("head 533 last");
        assertThat(stage.one().calls()).isEqualTo(1);
    }

    @Test
    void atMostThreeRetriesUnlessTheRouteSaysOtherwise() {
        RecordingClient asking = get();

        for (int i = 0; i < 4; i++) {
            call().answer(500, true);
            stage.advance(BACKOFF_MAX);
        }

        assertThat(asking.events).containsExactly("head 500 last");
        assertThat(stage.one().calls()).isEqualTo(4);
        assertThat(fate("retried_failed")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void maxRetriesOfTheRouteIsKeptTo(int max) {
        stage.route("isRetryable: true\nmaxRetries: " + max);
        RecordingClient asking = get();

        for (int i = 0; i <= max; i++) {
            call().answer(500, true);
            stage.advance(BACKOFF_MAX);
        }

        assertThat(asking.events).containsExactly("head 500 last");
        assertThat(stage.one().calls()).isEqualTo(max + 1);
        assertThat(fate(max == 0 ? "skipped_max" : "retried_failed")).isEqualTo(1);
    }

    @Test
    void firstRetryFollowsAtOnceTheSecondAfterAPauseWithinItsBounds() {
        stage.route("isRetryable: true\nretryBackoff: {min: 40ms, max: 60ms}");
        get();
        call().answer(500, true);
        assertThat(stage.one().calls()).isEqualTo(2);

        call().answer(500, true);
        stage.advance(Duration.ofMillis(40).minusNanos(1));
        assertThat(stage.one().calls()).isEqualTo(2);

        stage.advance(Duration.ofMillis(20).plusNanos(1));
        assertThat(stage.one().calls()).isEqualTo(3);
    }

    @Test
    void clientThatGoesDuringThePauseEndsIt() {
        stage.route("isRetryable: true");
        MessageSink request = stage.open(client);
        request.head(Stage.request("GET", "/a"), true);
        call().answer(500, true);
        call().answer(500, true);

        request.abort(Http2Error.CANCEL);
        stage.advance(BACKOFF_MAX);

        assertThat(stage.one().calls()).isEqualTo(2);
        assertThat(stage.loop.time.scheduled()).isLessThanOrEqualTo(1); // the sweep of destinations
    }

    @Test
    void retryGoesToAnotherEndpointWhileOneIsReady() {
        stage.endpoints(Endpoint.of(Stage.ONE), Endpoint.of(Stage.TWO));
        for (int i = 0; i < 20; i++) {
            RecordingClient asking = get();
            boolean first = stage.one().connecting() > 0 || openOn(stage.one());
            (first ? stage.one() : stage.two()).carried().answer(500, true);
            FakeCall second = (first ? stage.two() : stage.one()).carried();
            second.answer(200, true);
            assertThat(asking.events).containsExactly("head 200 last");
        }
        assertThat(stage.one().calls()).isEqualTo(20);
        assertThat(stage.two().calls()).isEqualTo(20);
    }

    private static boolean openOn(FakeConnector connector) {
        return !connector.edges().isEmpty() && !connector.call().ended();
    }

    @Test
    void everyAttemptAfterTheFirstSaysWhichOneItIs() {
        get();
        assertThat(call().fields().contains("l5d-retry-attempt")).isFalse();

        call().answer(500, true);
        assertThat(call().fields().get("l5d-retry-attempt")).hasToString("1");

        call().answer(500, true);
        stage.advance(BACKOFF_MAX);
        assertThat(call().fields().get("l5d-retry-attempt")).hasToString("2");
        assertThat(call().fields().contains("grpc-previous-rpc-attempts")).isFalse();
    }

    @Test
    void retryOfAProxyBeforeThisOneIsNotMultipliedHere() {
        stage.open(client).head(Stage.request("GET", "/a").set("l5d-retry-attempt", "1"), true);

        call().answer(503, true);

        assertThat(client.events).containsExactly("head 503 last");
        assertThat(stage.one().calls()).isEqualTo(1);
        assertThat(fate("skipped_not_retryable")).isEqualTo(1);
    }

    @Test
    void bodyIsSentAgainByteForByteAlsoWhatIsStillToCome() {
        MessageSink request = post(Stage.request("POST", "/a"));
        FakeCall first = call();
        send(request, "one", false);
        send(request, "two", false);
        assertThat(first.write()).isEqualTo(2);

        first.answer(503, true);
        FakeCall second = call();
        send(request, "three", true);

        assertThat(second.events())
                .containsExactly("head POST /a", "data onetwo", "data three last");
        assertThat(first.events()).endsWith("abort CANCEL");
        second.write();
        assertThat(written).containsExactly("one", "two", "three");
        second.answer(200, true);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void trailersOfTheRequestAreSentAgain() {
        MessageSink request = post(Stage.request("POST", "/a"));
        call();
        send(request, "body", false);
        request.trailers(new DefaultHttp2Headers().set("sum", "1"));

        call().answer(503, true);

        assertThat(call().events()).containsExactly("head POST /a", "data body", "trailers");
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536})
    void bodyUpToTheLimitIsSentAgain(int bytes) {
        MessageSink request = post(Stage.request("POST", "/a"));
        call();
        send(request, "x".repeat(bytes), true);

        call().answer(503, true);

        assertThat(stage.one().calls()).isEqualTo(2);
        String sent = String.join("", call().events()).replace("head POST /a", "");
        assertThat(sent.chars().filter(c -> c == 'x').count()).isEqualTo(bytes);
        call().answer(200, true);
        assertThat(stage.replayMemory.used()).isZero();
    }

    @Test
    void bodyOverTheLimitFlowsOnAndIsNotSentAgain() {
        MessageSink request = post(Stage.request("POST", "/a"));
        call();
        send(request, "x".repeat(65_536), false);
        send(request, "y", true);

        call().answer(503, true);

        assertThat(client.events).containsExactly("head 503 last");
        assertThat(fate("skipped_body")).isEqualTo(1);
        assertThat(stage.replayMemory.used()).isZero();
    }

    @Test
    void bodySaidToBeOverTheLimitIsNotEvenCopied() {
        MessageSink request = post(Stage.request("POST", "/a").setLong("content-length", 65_537));
        call();
        send(request, "x".repeat(1000), false);

        assertThat(stage.replayMemory.used()).isZero();
        call().answer(503, true);
        send(request, "the rest", true);
        assertThat(client.events).containsExactly("head 503 last");
        assertThat(fate("skipped_body")).isEqualTo(1);
    }

    @Test
    void limitOfTheRouteReplacesTheDefault() {
        stage.route("isRetryable: true\nmaxRetryBodyBytes: 3");
        MessageSink request = post(Stage.request("POST", "/a"));
        call();
        send(request, "abcd", true);

        call().answer(503, true);

        assertThat(client.events).containsExactly("head 503 last");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void retryableRoutesComeFirstWhenMemoryIsScarce(boolean retryable) {
        stage.route("isRetryable: " + retryable);
        int taken = (1 << 19) + 1;
        assertThat(stage.replayMemory.reserve(taken)).isTrue();

        MessageSink request = post(Stage.request("POST", "/a"));
        call();
        send(request, "body", true);

        assertThat(stage.replayMemory.used() > taken).isEqualTo(retryable);
        call().answer(200, true);
        stage.replayMemory.release(taken);
    }

    @Test
    void headPassedOnIsTheEndOfTheCopy() {
        MessageSink request = post(Stage.request("POST", "/a"));
        call();
        send(request, "body", false);
        assertThat(stage.replayMemory.used()).isPositive();

        call().answer(200, false);

        assertThat(stage.replayMemory.used()).isZero();
        call().reset(Http2Error.INTERNAL_ERROR);
        assertThat(client.events).containsExactly("head 200", "abort INTERNAL_ERROR");
        assertThat(fate("skipped_committed")).isEqualTo(1);
    }

    @Test
    void budgetRefusesWhatItCannotPay() {
        stage.spec(
                """
                retryBudget: {retryRatio: 0.1, minRetriesPerSecond: 1, ttl: 1s}
                routes:
                - name: all
                  condition: {pathRegex: .*}
                  isRetryable: true
                """);
        RecordingClient first = get();
        call().answer(533, true);
        call().answer(200, true);
        RecordingClient second = get();
        call().answer(533, true);
        stage.advance(Duration.ofSeconds(2));
        RecordingClient third = get();
        call().answer(533, true);
        call().answer(200, true);

        assertThat(first.events).containsExactly("head 200 last");
        assertThat(second.events).containsExactly("head 533 last");
        assertThat(third.events).containsExactly("head 200 last");
        assertThat(fate("skipped_budget")).isEqualTo(1);
        assertThat(retryable("skipped=\"no_budget\"")).isEqualTo(1);
        assertThat(stage.page().family("route_retryable_total"))
                .anyMatch(line -> !line.contains("skipped") && line.endsWith(" 3"));
    }

    @Test
    void editOfTheProfileDoesNotRefillTheBudget() {
        String spec =
                """
                retryBudget: {retryRatio: 0, minRetriesPerSecond: 1, ttl: 1s}
                routes:
                - name: %s
                  condition: {pathRegex: .*}
                  isRetryable: true
                """;
        stage.spec(spec.formatted("before"));
        get();
        call().answer(500, true);
        call().answer(200, true);

        stage.spec(spec.formatted("after"));
        RecordingClient asking = get();
        call().answer(500, true);

        assertThat(asking.events).containsExactly("head 500 last");
        assertThat(fate("skipped_budget")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestThatWasNeverSentIsSentElsewhereOnEveryRoute(boolean retryable) {
        stage.route("isRetryable: " + retryable);
        stage.open(client).head(Stage.http1("POST", "/a"), true);

        stage.one().fail(ConnectFailure.REFUSED);
        call().answer(200, true);

        assertThat(client.events).containsExactly("head 200 last");
        assertThat(fate("retried_ok")).isEqualTo(1);
    }

    @Test
    void refusedStreamIsSentAgainWithItsBodyOnARouteThatIsNotRetryable() {
        stage.route("isRetryable: false");
        MessageSink request = post(Stage.request("POST", "/pay"));
        call();
        send(request, "amount", true);

        call().reset(Http2Error.REFUSED_STREAM);

        assertThat(call().events()).containsExactly("head POST /pay", "data amount last");
        call().answer(200, true);
        assertThat(client.events).containsExactly("head 200 last");
    }

    @Test
    void connectionThatClosedBeforeTheHeadWasWrittenCountsAsUnsent() {
        stage.route("isRetryable: false");
        stage.open(client).head(Stage.http1("POST", "/pay"), true);
        stage.one().connected(1);

        stage.one().call().lose(ConnectionLoss.UNSENT);
        stage.one().call().answer(200, true);

        assertThat(client.events).containsExactly("head 200 last");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lostConnectionIsMaybeProcessed(boolean retryable) {
        stage.route("isRetryable: " + retryable);
        RecordingClient asking = get();

        call().lose(ConnectionLoss.CLOSED);

        assertThat(stage.one().calls()).isEqualTo(retryable ? 2 : 1);
        if (retryable) {
            call().answer(200, true);
        }
        assertThat(asking.events).containsExactly(retryable ? "head 200 last" : "head 502 last");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resetIsMaybeProcessed(boolean retryable) {
        stage.route("isRetryable: " + retryable);
        RecordingClient asking = get();

        call().reset(Http2Error.INTERNAL_ERROR);

        assertThat(stage.one().calls()).isEqualTo(retryable ? 2 : 1);
        if (!retryable) {
            assertThat(asking.events).containsExactly("abort INTERNAL_ERROR");
        }
    }

    @Test
    void noRetryWithoutAnEndpointThatIsReady() {
        stage.endpoints(Stage.http2(Stage.ONE));
        RecordingClient asking = get();
        FakeCall only = call();
        stage.endpoints();

        only.answer(503, true);

        assertThat(asking.events).containsExactly("head 503 last");
        assertThat(fate("skipped_no_endpoint")).isEqualTo(1);
    }

    @Test
    void requestThatNoEndpointTookIsCountedAsSuch() {
        stage.endpoints();
        RecordingClient asking = get();

        stage.advance(Stage.FAIL_FAST);

        assertThat(asking.events).containsExactly("head 504 last");
        assertThat(fate("skipped_no_endpoint")).isEqualTo(1);
    }

    @Test
    void restOfAFailedResponseIsReadSoThatNobodyIsReset() {
        get();
        FakeCall failed = call();
        failed.answer(503, false);
        assertThat(stage.one().calls()).isEqualTo(2);

        failed.answerData("sorry", false, () -> written.add("sorry"));
        failed.answerData("", true, () -> written.add(""));

        assertThat(failed.events()).doesNotContain("abort CANCEL");
        assertThat(failed.ended()).isTrue();
        assertThat(written).containsExactly("sorry", "");
    }

    @Test
    void longRestOfAFailedResponseIsCut() {
        get();
        FakeCall failed = call();
        failed.answer(503, false);

        failed.answerData("x".repeat(Remains.MOST_BYTES), false, () -> {});
        assertThat(failed.ended()).isFalse();
        failed.answerData("x", false, () -> {});

        assertThat(failed.events()).endsWith("abort CANCEL");
    }

    @Test
    void slowRestOfAFailedResponseIsCut() {
        get();
        FakeCall failed = call();
        failed.answer(503, false);

        stage.advance(Duration.ofNanos(Remains.LONGEST_NANOS));

        assertThat(failed.events()).endsWith("abort CANCEL");
        call().answer(200, true);
        assertThat(stage.page().sum("route_actual_response_total")).isEqualTo(2);
    }

    @Test
    void retryAfterIsWaitedFor() {
        get();

        call().answer(answer(503).set("retry-after", "2"), true);
        stage.advance(Duration.ofSeconds(2).minusNanos(1));
        assertThat(stage.one().calls()).isEqualTo(1);
        stage.advance(Duration.ofNanos(1));

        assertThat(stage.one().calls()).isEqualTo(2);
    }

    @Test
    void retryAfterThatTakesTooLongIsPassedOn() {
        RecordingClient asking = get();

        call().answer(answer(503).set("retry-after", "11"), true);

        assertThat(asking.events).containsExactly("head 503 last");
        assertThat(asking.field("retry-after")).isEqualTo("11");
        assertThat(fate("skipped_deadline")).isEqualTo(1);
    }

    @Test
    void informationalResponseCommitsNothing() {
        RecordingClient asking = get();
        call().answer(103, false);
        call().answer(503, true);
        call().answer(200, true);

        assertThat(asking.events).containsExactly("head 103", "head 200 last");
    }

    @Test
    void inboundRequestIsNeverSentAgain() {
        Stage inbound = new Stage(Direction.INBOUND).withBooks();
        inbound.route("isRetryable: true\ntimeout: 1s");
        RecordingClient asking = inbound.get("/a");
        inbound.one().connected(1);

        inbound.advance(Duration.ofSeconds(2));
        inbound.one().call().answer(503, true);

        assertThat(asking.events).containsExactly("head 503 last");
        assertThat(inbound.page().family("route_retry_total")).isEmpty();
    }
}
