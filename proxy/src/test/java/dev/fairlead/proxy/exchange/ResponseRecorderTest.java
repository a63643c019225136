package dev.fairlead.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.metrics.Direction;
import dev.fairlead.metrics.HttpMeters;
import dev.fairlead.metrics.Limits;
import dev.fairlead.metrics.ProxyMetrics;
import dev.fairlead.metrics.ResponseOutcome;
import dev.fairlead.route.ResponseClasses;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResponseRecorderTest {
    private static final Http2Headers NOTHING = new DefaultHttp2Headers();

    private final ProxyMetrics metrics = ProxyMetrics.create(Limits.defaults());
    private final HttpMeters route =
            metrics.forLoop().route(Direction.OUTBOUND, "books:80", Collections.emptySortedMap());
    private final ResponseRecorder recorder = recorder(false);

    private ResponseRecorder recorder(boolean grpcRequest) {
        return new ResponseRecorder(
                route, null, new Classifier(ResponseClasses.NONE), grpcRequest, 0);
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private double requests() {
        return Page.of(metrics).sum("route_request_total");
    }

    private double responses(String... labels) {
        return Page.of(metrics).sum("route_response_total", labels);
    }

    private double latencies() {
        return Page.of(metrics).sum("route_response_latency_ms_count");
    }

    private double latencySum() {
        return Page.of(metrics).sum("route_response_latency_ms_sum");
    }

    @Test
    void requestCountsWhenItBegins() {
        assertThat(requests()).isEqualTo(1);
        assertThat(responses()).isZero();
    }

    @Test
    void latencyEndsWithTheFirstFrameInWholeMilliseconds() {
        recorder.head(200, NOTHING);
        recorder.firstFrame(millis(7) + 999_999);
        recorder.firstFrame(millis(50));
        recorder.ended(null, millis(100));

        assertThat(latencies()).isEqualTo(1);
        assertThat(latencySum()).isEqualTo(7);
    }

    @Test
    void latencyOfAnEmptyBodyEndsWithIt() {
        recorder.head(204, NOTHING);
        recorder.ended(null, millis(9));

        assertThat(latencySum()).isEqualTo(9);
        assertThat(responses("status_code=\"204\"", "classification=\"success\"")).isEqualTo(1);
    }

    @Test
    void headAloneRecordsNothing() {
        recorder.head(200, NOTHING);

        assertThat(latencies()).isZero();
        assertThat(responses()).isZero();
    }

    @Test
    void endBeforeTheHeadRecordsNoResponse() {
        recorder.ended(null, millis(5));
        recorder.broke(ResponseOutcome.UNCLASSIFIED, millis(6));

        assertThat(requests()).isEqualTo(1);
        assertThat(responses()).isZero();
        assertThat(latencies()).isZero();
    }

    @Test
    void endAfterTheHeadIsACleanEndWithoutTrailers() {
        ResponseRecorder grpc = recorder(true);
        grpc.head(200, NOTHING);
        grpc.firstFrame(millis(1));
        grpc.ended(null, millis(2));

        assertThat(responses("classification=\"success\"", "grpc_status=\"2\"")).isEqualTo(1);
    }

    @Test
    void trailersOfAGrpcResponseDecide() {
        ResponseRecorder grpc = recorder(true);
        grpc.head(200, NOTHING);
        grpc.ended(new DefaultHttp2Headers().set("grpc-status", "13"), millis(2));

        assertThat(responses("classification=\"failure\"", "grpc_status=\"13\"")).isEqualTo(1);
    }

    @Test
    void errorBeforeTheHeadHasNoStatusAndNoLatency() {
        recorder.broke(ResponseOutcome.reset(7), millis(3));

        assertThat(Page.of(metrics).family("route_response_total"))
                .singleElement()
                .asString()
                .contains("classification=\"failure\"", "error=\"h2(REFUSED_STREAM)\"")
                .doesNotContain("status_code");
        assertThat(latencies()).isZero();
    }

    @Test
    void errorAfterTheHeadKeepsItsStatusAndHasALatency() {
        recorder.head(200, NOTHING);
        recorder.broke(ResponseOutcome.UNCLASSIFIED, millis(3));

        assertThat(
                        responses(
                                "status_code=\"200\"",
                                "classification=\"failure\"",
                                "error=\"unclassified\""))
                .isEqualTo(1);
        assertThat(latencySum()).isEqualTo(3);
    }

    @Test
    void answerOfOurOwnCountsLikeAnyOther() {
        recorder.answered(new DefaultHttp2Headers().status("502"), millis(4));

        assertThat(responses("status_code=\"502\"", "classification=\"failure\"")).isEqualTo(1);
        assertThat(latencySum()).isEqualTo(4);
    }

    @Test
    void answerOfOurOwnOverGrpcCountsByItsGrpcStatus() {
        ResponseRecorder grpc = recorder(true);

        grpc.answered(new DefaultHttp2Headers().status("200").set("grpc-status", "14"), millis(4));

        assertThat(responses("status_code=\"200\"", "grpc_status=\"14\"")).isEqualTo(1);
    }

    @Test
    void nothingIsRecordedTwice() {
        recorder.head(200, NOTHING);
        recorder.ended(null, millis(1));
        recorder.ended(null, millis(2));
        recorder.broke(ResponseOutcome.UNCLASSIFIED, millis(3));

        assertThat(responses()).isEqualTo(1);
        assertThat(latencies()).isEqualTo(1);
    }
}
